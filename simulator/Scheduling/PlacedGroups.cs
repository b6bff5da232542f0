using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>The number of pods of each group that was asked for, by node and by topology domain, updated with each pod.</summary>
internal sealed class PlacedGroups
{
    // Groups that are no longer asked for must not cost time with each pod.
    private const int MaxGroups = 256;

    private readonly Dictionary<string, Entry> _groups = new(StringComparer.Ordinal);

    /// <summary>The number of a group's pods on a node.</summary>
    public int Count(PodGroup group, NodeInfo node, IReadOnlyCollection<NodeInfo> nodes) =>
        Get(group, nodes).ByNode.GetValueOrDefault(node.Name);

    /// <summary>The number of a group's pods by the values of a node label.</summary>
    public DomainCounts Count(PodGroup group, string topologyKey, IReadOnlyCollection<NodeInfo> nodes)
    {
        var entry = Get(group, nodes);
        if (entry.ByKey.TryGetValue(topologyKey, out var known))
        {
            return known;
        }

        var counts = new DomainCounts();
        foreach (var node in nodes)
        {
            if (node.Labels.TryGetValue(topologyKey, out var domain))
            {
                counts.Add(domain, entry.ByNode.GetValueOrDefault(node.Name));
            }
        }

        return entry.ByKey[topologyKey] = counts;
    }

    /// <summary>Counts a pod that is added or removed.</summary>
    public void Add(PodChange change)
    {
        foreach (var entry in _groups.Values)
        {
            if (entry.Group.Contains(change.Pod.Pod))
            {
                entry.Add(change.Node, change.Times);
            }
        }
    }

    /// <summary>Forgets all groups: the nodes or their labels have changed.</summary>
    public void Clear() => _groups.Clear();

    private Entry Get(PodGroup group, IReadOnlyCollection<NodeInfo> nodes)
    {
        if (_groups.TryGetValue(group.Key, out var known))
        {
            return known;
        }

        if (_groups.Count == MaxGroups)
        {
            _groups.Clear();
        }

        var entry = new Entry(group);
        foreach (var node in nodes)
        {
            if (node.Count(group) is > 0 and var count)
            {
                entry.ByNode[node.Name] = count;
            }
        }

        return _groups[group.Key] = entry;
    }

    private sealed class Entry(PodGroup group)
    {
        public PodGroup Group { get; } = group;

        public Dictionary<string, int> ByNode { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, DomainCounts> ByKey { get; } = new(StringComparer.Ordinal);

        public void Add(Node node, int times)
        {
            ByNode[node.Name] = ByNode.GetValueOrDefault(node.Name) + times;
            foreach (var (key, counts) in ByKey)
            {
                if (node.Labels.TryGetValue(key, out var domain))
                {
                    counts.Add(domain, times);
                }
            }
        }
    }
}

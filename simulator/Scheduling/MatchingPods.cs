using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>The number of a node's pods in each group that was asked for, updated incrementally.</summary>
internal sealed class MatchingPods
{
    // Groups that are no longer asked for must not cost time with each pod.
    private const int MaxGroups = 32;

    private Dictionary<string, Entry>? _groups;

    /// <summary>The number of pods in a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="pods">All pods of the node.</param>
    public int Count(PodGroup group, IEnumerable<PodRequirements> pods)
    {
        _groups ??= new Dictionary<string, Entry>(StringComparer.Ordinal);
        if (_groups.TryGetValue(group.Key, out var known))
        {
            return known.Count;
        }

        if (_groups.Count == MaxGroups)
        {
            _groups.Clear();
        }

        var entry = new Entry(group) { Count = pods.Count(pod => group.Contains(pod.Pod)) };
        _groups[group.Key] = entry;
        return entry.Count;
    }

    /// <summary>Counts a pod that is added or, with -1, removed.</summary>
    public void Add(Pod pod, int times)
    {
        if (_groups is null)
        {
            return;
        }

        foreach (var entry in _groups.Values)
        {
            entry.Count += entry.Group.Contains(pod) ? times : 0;
        }
    }

    private sealed class Entry(PodGroup group)
    {
        public PodGroup Group { get; } = group;

        public int Count { get; set; }
    }
}

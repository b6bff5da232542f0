using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>All nodes with their pods, ordered by name, and counts over all of them that each change updates.</summary>
internal sealed class ClusterNodes
{
    private readonly SortedDictionary<string, NodeInfo> _nodes = new(StringComparer.Ordinal);
    private readonly PlacedGroups _groups = new();
    private readonly PlacedTerms _terms = new();
    private IReadOnlyList<NodeInfo>? _list;

    /// <summary>The nodes ordered by name.</summary>
    public IReadOnlyList<NodeInfo> All => _list ??= [.. _nodes.Values];

    /// <summary>The affinity terms of their pods.</summary>
    public PlacedTerms Terms => _terms;

    /// <summary>The uses of PersistentVolumeClaims by their pods.</summary>
    public ClaimUses Claims { get; } = new();

    /// <summary>The images that the nodes have.</summary>
    public ImageStates Images { get; } = new();

    /// <summary>The node of a name, or null.</summary>
    public NodeInfo? Find(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>The number of a group's pods on a node.</summary>
    public int Count(PodGroup group, NodeInfo node) => _groups.Count(group, node, _nodes.Values);

    /// <summary>The number of a group's pods by the values of a node label.</summary>
    public DomainCounts Count(PodGroup group, string topologyKey) => _groups.Count(group, topologyKey, _nodes.Values);

    /// <summary>Copies the nodes with their pods; the copy counts by itself what it is asked for.</summary>
    public ClusterNodes Copy()
    {
        var copy = new ClusterNodes();
        foreach (var node in _nodes.Values)
        {
            var added = node.With([]);
            copy._nodes.Add(node.Name, added);
            copy.Images.Add(node.Node);
            foreach (var pod in added.Placed)
            {
                copy.Count(new PodChange(node.Node, pod, 1));
            }
        }

        return copy;
    }

    /// <summary>Adds a node with its pods.</summary>
    public void Add(Node node, IEnumerable<PodRequirements> pods)
    {
        var added = new NodeInfo(node);
        _nodes.Add(node.Name, added);
        Images.Add(node);
        _list = null;
        _groups.Clear();
        foreach (var pod in pods)
        {
            Put(added, pod);
        }
    }

    /// <summary>Sets a new version of a node.</summary>
    public void Update(NodeInfo node, Node version)
    {
        Images.Remove(node.Node);
        Images.Add(version);
        if (HaveSameLabels(node.Node, version))
        {
            node.Update(version);
            return;
        }

        AddTerms(node, -1);
        node.Update(version);
        AddTerms(node, 1);
        _groups.Clear();
    }

    /// <summary>Removes a node.</summary>
    public void Remove(string name)
    {
        if (_nodes.Remove(name, out var removed))
        {
            _list = null;
            Images.Remove(removed.Node);
            AddTerms(removed, -1);
            foreach (var pod in removed.Placed)
            {
                Claims.Add(new PodChange(removed.Node, pod, -1));
            }

            _groups.Clear();
        }
    }

    /// <summary>Adds a pod to a node, or replaces its previous version.</summary>
    public void Put(NodeInfo node, PodRequirements pod)
    {
        if (node.Find(pod.Pod.Uid) is not { } before)
        {
            node.Add(pod);
            Count(new PodChange(node.Node, pod, 1));
        }
        else if (before.CountsLike(pod))
        {
            node.Replace(pod);
        }
        else
        {
            Remove(node, pod.Pod.Uid);
            Put(node, pod);
        }
    }

    /// <summary>Removes a pod from a node.</summary>
    public void Remove(NodeInfo node, string uid)
    {
        if (node.Remove(uid) is { } removed)
        {
            Count(new PodChange(node.Node, removed, -1));
        }
    }

    private void AddTerms(NodeInfo node, int times)
    {
        foreach (var pod in node.Placed)
        {
            _terms.Add(new PodChange(node.Node, pod, times));
        }
    }

    private void Count(PodChange change)
    {
        _groups.Add(change);
        _terms.Add(change);
        Claims.Add(change);
    }

    private static bool HaveSameLabels(Node before, Node after) =>
        before.Labels.Count == after.Labels.Count && after.Labels.All(label => before.Labels.GetValueOrDefault(label.Key) == label.Value);
}

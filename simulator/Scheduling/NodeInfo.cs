using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>A node and its pods with their summed requests, updated incrementally.</summary>
internal sealed class NodeInfo
{
    private readonly Dictionary<string, PodRequirements> _placed = [];

    /// <summary>Creates a node without pods.</summary>
    public NodeInfo(Node node)
        : this(node, ReadAllocatable(node)) { }

    private NodeInfo(Node node, Resources allocatable) => (Node, Allocatable) = (node, allocatable);

    /// <summary>The node.</summary>
    public Node Node { get; private set; }

    /// <summary>The node's name.</summary>
    public string Name => Node.Name;

    /// <summary>The node's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => Node.Labels;

    /// <summary><c>status.allocatable</c>.</summary>
    public Resources Allocatable { get; private set; }

    /// <summary>The sum of its pods' requests.</summary>
    public Resources Requested { get; } = new();

    /// <summary>The sum of its pods' requests with defaults for containers without any, used by scores.</summary>
    public Resources ScoredRequests { get; } = new();

    /// <summary>Its pods with their requirements.</summary>
    public Dictionary<string, PodRequirements>.ValueCollection Placed => _placed.Values;

    /// <summary>The number of its pods that belong to a group.</summary>
    public int Count(PodGroup group)
    {
        var count = 0;
        foreach (var pod in _placed.Values)
        {
            count += group.Contains(pod.Pod) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The version of a pod that was added last; null for none.</summary>
    public PodRequirements? Find(string uid) => _placed.GetValueOrDefault(uid);

    /// <summary>Sets a new version of the node.</summary>
    public void Update(Node node) => (Node, Allocatable) = (node, ReadAllocatable(node));

    /// <summary>Adds a pod.</summary>
    public void Add(PodRequirements pod)
    {
        _placed.Add(pod.Pod.Uid, pod);
        Requested.Add(pod.Requests);
        ScoredRequests.Add(pod.ScoredRequests);
    }

    /// <summary>Replaces a pod by another version with the same requirements.</summary>
    public void Replace(PodRequirements pod) => _placed[pod.Pod.Uid] = pod;

    /// <summary>Removes a pod; returns the version that was removed, or null.</summary>
    public PodRequirements? Remove(string uid)
    {
        if (!_placed.Remove(uid, out var pod))
        {
            return null;
        }

        Requested.Add(pod.Requests, -1);
        ScoredRequests.Add(pod.ScoredRequests, -1);
        return pod;
    }

    /// <summary>Returns a copy with changed pods.</summary>
    public NodeInfo With(IReadOnlyCollection<PodChange> changes)
    {
        var copy = new NodeInfo(Node, Allocatable);
        foreach (var pod in _placed.Values)
        {
            copy.Add(pod);
        }

        foreach (var change in changes)
        {
            copy.Remove(change.Pod.Pod.Uid);
            if (change.Times > 0)
            {
                copy.Add(change.Pod);
            }
        }

        return copy;
    }

    private static Resources ReadAllocatable(Node node) => Resources.FromJson(node.Source.Status.Map("allocatable"));
}

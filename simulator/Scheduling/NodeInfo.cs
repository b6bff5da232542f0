using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>A node and its pods with their summed requests, updated incrementally.</summary>
internal sealed class NodeInfo
{
    private readonly Dictionary<string, PodRequirements> _placed = [];
    private readonly Dictionary<string, PodRequirements> _withAffinity = [];
    private readonly MatchingPods _matching = new();

    /// <summary>Creates a node without pods.</summary>
    public NodeInfo(Node node)
    {
        Node = node;
        Update(node);
    }

    /// <summary>The node.</summary>
    public Node Node { get; private set; }

    /// <summary>The node's name.</summary>
    public string Name => Node.Name;

    /// <summary>The node's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => Node.Labels;

    /// <summary><c>status.allocatable</c>.</summary>
    public Resources Allocatable { get; private set; } = new();

    /// <summary>The sum of its pods' requests.</summary>
    public Resources Requested { get; } = new();

    /// <summary>The sum of its pods' requests with defaults for containers without any, used by scores.</summary>
    public Resources ScoredRequests { get; } = new();

    /// <summary>Its pods.</summary>
    public IEnumerable<Pod> Pods => _placed.Values.Select(p => p.Pod);

    /// <summary>Its pods with their requirements.</summary>
    public Dictionary<string, PodRequirements>.ValueCollection Placed => _placed.Values;

    /// <summary>Its pods with affinity or anti-affinity terms.</summary>
    public Dictionary<string, PodRequirements>.ValueCollection WithAffinity => _withAffinity.Values;

    /// <summary>The number of its pods that belong to a group.</summary>
    public int Count(PodGroup group) => _placed.Count == 0 ? 0 : _matching.Count(group, _placed.Values);

    /// <summary>The version of a pod that was added last; null for none.</summary>
    public PodRequirements? Find(string uid) => _placed.GetValueOrDefault(uid);

    /// <summary>Sets a new version of the node.</summary>
    public void Update(Node node)
    {
        Node = node;
        Allocatable = Resources.FromJson(node.Source.Status.Map("allocatable"));
    }

    /// <summary>Adds a pod, or replaces its previous version.</summary>
    public void Add(PodRequirements pod)
    {
        Remove(pod.Pod.Uid);
        _placed.Add(pod.Pod.Uid, pod);
        Requested.Add(pod.Requests);
        ScoredRequests.Add(pod.ScoredRequests);
        _matching.Add(pod.Pod, 1);
        if (HasAffinity(pod))
        {
            _withAffinity.Add(pod.Pod.Uid, pod);
        }
    }

    /// <summary>Removes a pod.</summary>
    public void Remove(string uid)
    {
        if (!_placed.Remove(uid, out var pod))
        {
            return;
        }

        Requested.Add(pod.Requests, -1);
        ScoredRequests.Add(pod.ScoredRequests, -1);
        _matching.Add(pod.Pod, -1);
        _withAffinity.Remove(uid);
    }

    /// <summary>Returns a copy without some of the pods.</summary>
    public NodeInfo Without(IReadOnlySet<string> uids)
    {
        var copy = new NodeInfo(Node);
        foreach (var pod in _placed.Values.Where(p => !uids.Contains(p.Pod.Uid)))
        {
            copy.Add(pod);
        }

        return copy;
    }

    /// <summary>Returns a copy with additional pods.</summary>
    public NodeInfo With(IEnumerable<PodRequirements> pods)
    {
        var copy = Without(new HashSet<string>());
        foreach (var pod in pods)
        {
            copy.Add(pod);
        }

        return copy;
    }

    private static bool HasAffinity(PodRequirements pod) =>
        pod.Affinity.Count + pod.AntiAffinity.Count + pod.PreferredAffinity.Count + pod.PreferredAntiAffinity.Count > 0;
}

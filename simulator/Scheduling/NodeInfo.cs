using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>A node and the pods that count against it. Kept up to date pod by pod, never recomputed.</summary>
internal sealed class NodeInfo
{
    private readonly Dictionary<string, PodRequirements> _placed = [];

    /// <summary>A node without pods.</summary>
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

    /// <summary>What pods can have of it.</summary>
    public Resources Allocatable { get; private set; } = new();

    /// <summary>What the pods there ask for.</summary>
    public Resources Requested { get; } = new();

    /// <summary>The same, with usual amounts for those that state none.</summary>
    public Resources Compared { get; } = new();

    /// <summary>The pods there.</summary>
    public IEnumerable<Pod> Pods => _placed.Values.Select(p => p.Pod);

    /// <summary>The pods there with their demands.</summary>
    public IReadOnlyCollection<PodRequirements> Placed => _placed.Values;

    /// <summary>How many of the pods there have demands on other pods' nearness.</summary>
    public int PodsWithAffinity { get; private set; }

    /// <summary>Takes over a new version of the node.</summary>
    public void Update(Node node)
    {
        Node = node;
        Allocatable = Resources.FromJson(node.Source.Status.Map("allocatable"));
    }

    /// <summary>Counts a pod against the node; a newer version of it replaces the older.</summary>
    public void Add(PodRequirements pod)
    {
        Remove(pod.Pod.Uid);
        _placed.Add(pod.Pod.Uid, pod);
        Requested.Add(pod.Requests);
        Compared.Add(pod.Compared);
        PodsWithAffinity += HasAffinity(pod) ? 1 : 0;
    }

    /// <summary>No longer counts a pod.</summary>
    public void Remove(string uid)
    {
        if (!_placed.Remove(uid, out var pod))
            return;
        Requested.Add(pod.Requests, -1);
        Compared.Add(pod.Compared, -1);
        PodsWithAffinity -= HasAffinity(pod) ? 1 : 0;
    }

    /// <summary>The node as it would be without some of its pods.</summary>
    public NodeInfo Without(IReadOnlySet<string> uids)
    {
        var copy = new NodeInfo(Node);
        foreach (var pod in _placed.Values.Where(p => !uids.Contains(p.Pod.Uid)))
            copy.Add(pod);
        return copy;
    }

    /// <summary>The node as it would be with some more pods.</summary>
    public NodeInfo With(IEnumerable<PodRequirements> pods)
    {
        var copy = Without(new HashSet<string>());
        foreach (var pod in pods)
            copy.Add(pod);
        return copy;
    }

    private static bool HasAffinity(PodRequirements pod) =>
        pod.Affinity.Count + pod.AntiAffinity.Count + pod.PreferredAffinity.Count + pod.PreferredAntiAffinity.Count > 0;
}

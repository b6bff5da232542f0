using System.Collections;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>
/// The nodes as a pod sees them: those of the cluster, some of them with more pods, which are nominated to them, or with fewer, which
/// would be preempted.
/// </summary>
internal sealed class NodeView : IReadOnlyList<NodeInfo>
{
    private readonly ClusterNodes _cluster;
    private readonly Dictionary<string, NodeInfo> _replaced;
    private readonly List<PodChange> _changes;
    private PlacedTerms? _terms;

    /// <summary>Creates a view of the cluster as it is.</summary>
    public NodeView(ClusterNodes cluster)
        : this(cluster, [], []) { }

    private NodeView(ClusterNodes cluster, Dictionary<string, NodeInfo> replaced, List<PodChange> changes) =>
        (_cluster, _replaced, _changes) = (cluster, replaced, changes);

    /// <inheritdoc/>
    public int Count => _cluster.All.Count;

    /// <summary>The images that the nodes have.</summary>
    public ImageStates Images => _cluster.Images;

    /// <summary>The affinity terms of the pods.</summary>
    public PlacedTerms Terms =>
        _terms ??= _changes.Exists(change => change.Pod.HasAffinity) ? _cluster.Terms.With(_changes) : _cluster.Terms;

    /// <inheritdoc/>
    public NodeInfo this[int index] => Replace(_cluster.All[index]);

    /// <summary>The node of a name, or null.</summary>
    public NodeInfo? Find(string name) => _replaced.GetValueOrDefault(name) ?? _cluster.Find(name);

    /// <summary>Returns a view with more pods on a node.</summary>
    public NodeView With(NodeInfo node, IEnumerable<PodRequirements> pods) =>
        Change(node, pods.Select(pod => new PodChange(node.Node, pod, 1)));

    /// <summary>Returns a view with fewer pods on a node.</summary>
    public NodeView Without(NodeInfo node, IEnumerable<PodRequirements> pods) =>
        Change(node, pods.Select(pod => new PodChange(node.Node, pod, -1)));

    /// <summary>The number of a group's pods on a node of this view.</summary>
    public int CountOn(NodeInfo node, PodGroup group) => _replaced.ContainsKey(node.Name) ? node.Count(group) : _cluster.Count(group, node);

    /// <summary>The number of a group's pods by the values of a node label.</summary>
    public DomainCounts CountBy(string topologyKey, PodGroup group)
    {
        var counts = _cluster.Count(group, topologyKey);
        DomainCounts? changed = null;
        foreach (var change in _changes)
        {
            if (group.Contains(change.Pod.Pod) && change.Node.Labels.TryGetValue(topologyKey, out var domain))
            {
                (changed ??= new DomainCounts(counts)).Add(domain, change.Times);
            }
        }

        return changed ?? counts;
    }

    /// <summary>The number of pods that use a PersistentVolumeClaim.</summary>
    public int CountUsers(ObjectKey claim) =>
        _cluster.Claims.Count(claim)
        + _changes
            .Where(change => change.Pod.Pod.Namespace == claim.Namespace)
            .Sum(change => change.Times * change.Pod.Claims.Count(name => name == claim.Name));

    /// <inheritdoc/>
    public IEnumerator<NodeInfo> GetEnumerator() => _cluster.All.Select(Replace).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private NodeInfo Replace(NodeInfo node) => _replaced.Count == 0 ? node : _replaced.GetValueOrDefault(node.Name, node);

    private NodeView Change(NodeInfo node, IEnumerable<PodChange> changes)
    {
        List<PodChange> added = [.. changes];
        return new NodeView(
            _cluster,
            new Dictionary<string, NodeInfo>(_replaced, StringComparer.Ordinal) { [node.Name] = node.With(added) },
            [.. _changes, .. added]
        );
    }
}

using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;
using Infra.Simulator.Scheduling.Filters;

namespace Infra.Simulator.Autoscaling;

/// <summary>Decides by the scheduler's own filters which pods fit on which nodes of a copy of the cluster.</summary>
internal sealed class Fitting
{
    private readonly ClusterNodes _nodes = new();
    private readonly ResourceCache<Pod> _pods;
    private readonly Placement _placement;

    public Fitting(ControllerContext context)
    {
        _pods = context.Pods();
        var (claims, volumes, classes) = (context.Claims(), context.Volumes(), context.StorageClasses());
        _placement = new Placement(
            [new ReadWriteOncePodFilter(claims), new VolumeBindingFilter(claims, volumes, classes)],
            _ => null,
            context.Identities.Next
        );
        context.Nodes().OnChange(OnNodeChange);
        _pods.OnChange(OnPodChange);
    }

    /// <summary>Grows with each change of a pod or a node.</summary>
    public long Version { get; private set; }

    /// <summary>The node of a name as it is, or null.</summary>
    public NodeInfo? Find(string node) => _nodes.Find(node);

    /// <summary>Copies the cluster.</summary>
    public ClusterNodes Copy() => _nodes.Copy();

    /// <summary>The first of some nodes that a pod fits on; null for none.</summary>
    public NodeInfo? FindFirst(PodRequirements pod, ClusterNodes cluster, IEnumerable<NodeInfo> among)
    {
        var view = new NodeView(cluster);
        var check = _placement.PrepareCheck(pod, view);
        return among.FirstOrDefault(node => check(node) is null);
    }

    /// <summary>Why a pod does not fit on a node; null if it does.</summary>
    public Rejection? Check(PodRequirements pod, NodeInfo node, ClusterNodes cluster) => _placement.Check(pod, node, new NodeView(cluster));

    private void OnNodeChange(CacheChange<Node> change)
    {
        Version++;
        var node = change.Latest;
        if (change.After is null)
        {
            _nodes.Remove(node.Name);
        }
        else if (_nodes.Find(node.Name) is { } known)
        {
            _nodes.Update(known, node);
        }
        else
        {
            _nodes.Add(node, _pods.All.Where(pod => pod.NodeName == node.Name && !pod.IsFinished).Select(pod => new PodRequirements(pod)));
        }
    }

    private void OnPodChange(CacheChange<Pod> change)
    {
        Version++;
        var pod = change.Latest;
        if (pod.NodeName is not { } name || _nodes.Find(name) is not { } node)
        {
            return;
        }

        if (change.After is null || pod.IsFinished)
        {
            _nodes.Remove(node, pod.Uid);
        }
        else
        {
            _nodes.Put(node, node.Find(pod.Uid)?.Of(pod) ?? new PodRequirements(pod));
        }
    }
}

using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out cordoned nodes, unless the pod tolerates their taint.</summary>
internal sealed class NodeUnschedulableFilter : INodeFilter
{
    private static readonly Rejection Unschedulable = Rejection.Unresolvable("node(s) were unschedulable");

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes) =>
        pod.Tolerates(Taint.Unschedulable) ? null : node => node.Node.IsUnschedulable ? Unschedulable : null;
}

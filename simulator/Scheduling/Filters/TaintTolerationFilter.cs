namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes with taints that the pod does not tolerate.</summary>
internal sealed class TaintTolerationFilter : INodeFilter
{
    private static readonly Rejection Untolerated = Rejection.Unresolvable("node(s) had untolerated taint(s)");

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?> Prepare(PodRequirements pod, NodeView nodes) =>
        node => pod.UntoleratedTaint(node) is null ? null : Untolerated;
}

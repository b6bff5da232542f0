namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes that the pod's node selector or required node affinity does not match.</summary>
internal sealed class NodeAffinityFilter : INodeFilter
{
    private static readonly Rejection Mismatch = Rejection.Unresolvable("node(s) didn't match Pod's node affinity/selector");

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes) =>
        pod.NodeAffinity.IsEmpty ? null : node => pod.NodeAffinity.Matches(node.Node) ? null : Mismatch;
}

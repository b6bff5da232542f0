namespace Infra.Simulator.Scheduling.Filters;

/// <summary>
/// Filters out nodes that the pod's required node affinity excludes by name. Kubernetes examines only the named nodes, so this is the
/// reason of the others whatever else is wrong with them.
/// </summary>
internal sealed class NodeNameFilter : INodeFilter
{
    private static readonly Rejection Unnamed = Rejection.Unresolvable("node(s) didn't satisfy plugin(s) [NodeAffinity]");

    /// <summary>The reason the pod's required node affinity excludes every node: its terms name different ones; null for none.</summary>
    public static string? FindConflict(PodRequirements pod) =>
        pod.NodeAffinity.Names is { Count: 0 } ? "pod affinity terms conflict" : null;

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes) =>
        pod.NodeAffinity.Names is { Count: > 0 } names ? node => names.Contains(node.Name) ? null : Unnamed : null;
}

namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes where a host port of the pod is in use.</summary>
internal sealed class HostPortsFilter : INodeFilter
{
    private static readonly Rejection PortsInUse = Rejection.Resolvable("node(s) didn't have free ports for the requested pod ports");

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes) =>
        pod.HostPorts.Count == 0
            ? null
            : node => node.Placed.Any(other => other.HostPorts.Any(used => pod.HostPorts.Any(used.Conflicts))) ? PortsInUse : null;
}

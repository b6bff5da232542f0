namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes where a host port of the pod is in use.</summary>
internal sealed class HostPortsFilter : INodeFilter
{
    private static readonly Rejection Taken = Rejection.Passing("node(s) didn't have free ports for the requested pod ports");

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, IReadOnlyList<NodeInfo> nodes) =>
        pod.HostPorts.Count == 0
            ? null
            : node => node.Placed.Any(other => other.HostPorts.Any(taken => pod.HostPorts.Any(taken.Conflicts))) ? Taken : null;
}

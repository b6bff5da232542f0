namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Rules out nodes.</summary>
internal interface INodeFilter
{
    /// <summary>The test for one pod, prepared against the cluster as it is; null where the pod passes everywhere.</summary>
    Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, IReadOnlyList<NodeInfo> nodes);
}

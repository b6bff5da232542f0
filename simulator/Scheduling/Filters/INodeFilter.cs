namespace Infra.Simulator.Scheduling.Filters;

/// <summary>A filter plugin: rejects infeasible nodes.</summary>
internal interface INodeFilter
{
    /// <summary>Prepares the check of one pod against the current nodes; null if the filter does not apply to the pod.</summary>
    Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes);
}

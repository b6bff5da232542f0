using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling.Filters;

/// <summary>
/// Filters out all nodes while another pod, on any node, uses a claim of the pod with the access mode <c>ReadWriteOncePod</c>. Preemption
/// of that pod makes its node feasible.
/// </summary>
internal sealed class ReadWriteOncePodFilter(ResourceCache<PersistentVolumeClaim> claims) : INodeFilter
{
    private static readonly Rejection InUse = Rejection.Resolvable(
        "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"
    );

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes)
    {
        var exclusive = FindExclusive(pod).ToHashSet(StringComparer.Ordinal);
        return exclusive.Count > 0 && nodes.Any(node => node.Placed.Any(IsUser)) ? _ => InUse : null;

        bool IsUser(PodRequirements placed) => placed.Pod.Namespace == pod.Pod.Namespace && placed.Claims.Any(exclusive.Contains);
    }

    private IEnumerable<string> FindExclusive(PodRequirements pod) =>
        pod.Claims.Where(name =>
            claims.Find(new ObjectKey(pod.Pod.Namespace, name)) is { } claim && claim.AccessModes.Contains("ReadWriteOncePod")
        );
}

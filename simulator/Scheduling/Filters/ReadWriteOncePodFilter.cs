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
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes) =>
        FindExclusive(pod).Any(claim => nodes.CountUsers(claim) > 0) ? _ => InUse : null;

    private IEnumerable<ObjectKey> FindExclusive(PodRequirements pod) =>
        pod
            .Claims.Select(name => new ObjectKey(pod.Pod.Namespace, name))
            .Where(key => claims.Find(key) is { } claim && claim.AccessModes.Contains("ReadWriteOncePod"));
}

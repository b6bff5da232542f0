using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling.Filters;

/// <summary>
/// Filters out nodes that cannot reach the pod's bound volumes, or where no volume can be bound to a claim of the binding mode
/// <c>WaitForFirstConsumer</c>.
/// </summary>
internal sealed class VolumeBindingFilter(
    ResourceCache<PersistentVolumeClaim> claims,
    ResourceCache<PersistentVolume> volumes,
    ResourceCache<StorageClass> classes
) : INodeFilter
{
    private static readonly Rejection NodeConflict = Rejection.Unresolvable("node(s) didn't match PersistentVolume's node affinity");
    private static readonly Rejection NoVolumeToBind = Rejection.Unresolvable("node(s) didn't find available persistent volumes to bind");

    /// <summary>The reason the pod's claims make it unschedulable on any node; null for none.</summary>
    public string? FindUnschedulableReason(PodRequirements pod)
    {
        foreach (var name in pod.Claims)
        {
            if (claims.Find(new ObjectKey(pod.Pod.Namespace, name)) is not { } claim)
            {
                return $"persistentvolumeclaim \"{name}\" not found";
            }

            if (claim.IsDeleting)
            {
                return $"persistentvolumeclaim \"{name}\" is being deleted";
            }

            if (claim is { IsBound: false } && !IsWaitingForFirstConsumer(claim))
            {
                return "pod has unbound immediate PersistentVolumeClaims";
            }
        }

        return null;
    }

    /// <summary>The claims of the pod that are bound after a node is chosen.</summary>
    public IReadOnlyList<PersistentVolumeClaim> FindUnbound(PodRequirements pod) =>
        [
            .. pod
                .Claims.Select(name => claims.Find(new ObjectKey(pod.Pod.Namespace, name)))
                .OfType<PersistentVolumeClaim>()
                .Where(c => !c.IsBound),
        ];

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes)
    {
        if (pod.Claims.Count == 0)
        {
            return null;
        }

        var podClaims = pod
            .Claims.Select(name => claims.Find(new ObjectKey(pod.Pod.Namespace, name)))
            .OfType<PersistentVolumeClaim>()
            .ToList();
        return node => podClaims.Select(claim => Check(claim, node)).FirstOrDefault(rejection => rejection is not null);
    }

    private Rejection? Check(PersistentVolumeClaim claim, NodeInfo node)
    {
        if (claim.VolumeName is { } name)
        {
            return volumes.Find(new ObjectKey("", name)) is { } volume && !volume.IsReachableFrom(node.Node) ? NodeConflict : null;
        }

        if (volumes.All.Any(v => v.CanBind(claim) && v.IsReachableFrom(node.Node)))
        {
            return null;
        }

        return FindClass(claim) is { Provisioner: not StorageClass.NoProvisioner } ? null : NoVolumeToBind;
    }

    private bool IsWaitingForFirstConsumer(PersistentVolumeClaim claim) => FindClass(claim) is { WaitsForFirstConsumer: true };

    private StorageClass? FindClass(PersistentVolumeClaim claim) =>
        claim.StorageClassName is { } name ? classes.Find(new ObjectKey("", name)) : null;
}

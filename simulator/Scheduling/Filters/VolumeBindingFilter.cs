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
        if (pod.Claims.Count == 0)
        {
            return null;
        }

        var mounted = pod
            .Pod.Source.Spec.Objects("volumes")
            .Select(volume => (Name: PodVolumes.FindClaim(pod.Pod.Name, volume)!, IsEphemeral: volume.Map("ephemeral") is not null))
            .Where(volume => volume.Name is not null)
            .Select(volume => (volume.Name, volume.IsEphemeral, Claim: claims.Find(new ObjectKey(pod.Pod.Namespace, volume.Name))))
            .ToList();
        if (mounted.Find(one => one is { IsEphemeral: false, Claim: null }).Name is { } missing)
        {
            return $"persistentvolumeclaim \"{missing}\" not found";
        }

        return mounted.Select(one => FindProblem(pod, one.Name, one.IsEphemeral, one.Claim)).FirstOrDefault(found => found is not null)
            ?? (
                mounted.Exists(one => one.Claim is { IsBound: false } claim && !IsWaitingForFirstConsumer(claim))
                    ? "pod has unbound immediate PersistentVolumeClaims"
                    : null
            )
            ?? mounted.Select(one => FindMissingVolume(one.Claim!)).FirstOrDefault(found => found is not null);
    }

    private static string? FindProblem(PodRequirements pod, string name, bool isEphemeral, PersistentVolumeClaim? claim) =>
        claim is null ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{name}\""
        : claim.IsLost ? $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.VolumeName}\""
        : claim.IsDeleting ? $"persistentvolumeclaim \"{name}\" is being deleted"
        : isEphemeral && !claim.IsControlledBy(pod.Pod)
            ? $"PVC {claim.Namespace}/{name} was not created for pod {claim.Namespace}/{pod.Pod.Name} (pod is not owner)"
        : null;

    private string? FindMissingVolume(PersistentVolumeClaim claim) =>
        claim.VolumeName is { } volume && volumes.Find(new ObjectKey("", volume)) is null
            ? $"persistentvolume \"{volume}\" not found"
            : null;

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

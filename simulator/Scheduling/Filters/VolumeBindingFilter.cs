using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling.Filters;

/// <summary>
/// Filters out nodes that cannot reach the pod's bound volumes, or where no volume exists for a claim that waits for its first consumer.
/// </summary>
internal sealed class VolumeBindingFilter(
    ResourceCache<PersistentVolumeClaim> claims,
    ResourceCache<PersistentVolume> volumes,
    ResourceCache<StorageClass> classes
) : INodeFilter
{
    private static readonly Rejection Elsewhere = Rejection.Final("node(s) didn't match PersistentVolume's node affinity");
    private static readonly Rejection NoneToBind = Rejection.Final("node(s) didn't find available persistent volumes to bind");

    /// <summary>The reason the pod's claims make it unschedulable on any node; null for none.</summary>
    public string? Obstacle(PodRequirements pod)
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

            if (claim is { IsBound: false } && !Waits(claim))
            {
                return "pod has unbound immediate PersistentVolumeClaims";
            }
        }

        return null;
    }

    /// <summary>The claims of the pod that are bound after a node is chosen.</summary>
    public IReadOnlyList<PersistentVolumeClaim> Unbound(PodRequirements pod) =>
        [
            .. pod
                .Claims.Select(name => claims.Find(new ObjectKey(pod.Pod.Namespace, name)))
                .OfType<PersistentVolumeClaim>()
                .Where(c => !c.IsBound),
        ];

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, IReadOnlyList<NodeInfo> nodes)
    {
        if (pod.Claims.Count == 0)
        {
            return null;
        }

        var mine = pod.Claims.Select(name => claims.Find(new ObjectKey(pod.Pod.Namespace, name))).OfType<PersistentVolumeClaim>().ToList();
        return node => mine.Select(claim => Check(claim, node)).FirstOrDefault(rejection => rejection is not null);
    }

    private Rejection? Check(PersistentVolumeClaim claim, NodeInfo node)
    {
        if (claim.VolumeName is { } name)
        {
            return volumes.Find(new ObjectKey("", name)) is { } volume && !IsReachable(volume, node) ? Elsewhere : null;
        }

        if (volumes.All.Any(v => v.Suits(claim) && IsReachable(v, node)))
        {
            return null;
        }

        return ClassOf(claim) is { Provisioner: not StorageClass.NoProvisioner } ? null : NoneToBind;
    }

    private bool Waits(PersistentVolumeClaim claim) => ClassOf(claim) is { WaitsForFirstConsumer: true };

    private StorageClass? ClassOf(PersistentVolumeClaim claim) =>
        claim.StorageClassName is { } name ? classes.Find(new ObjectKey("", name)) : null;

    private static bool IsReachable(PersistentVolume volume, NodeInfo node) =>
        NodeSelector.FromJson(volume.Source.Spec.Map("nodeAffinity", "required")) is not { } selector || selector.Matches(node.Node);
}

using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Volumes;

/// <summary>
/// Removes the protection finalizer of terminating claims that no pod uses and of terminating volumes that no claim is bound to.
/// </summary>
internal sealed class VolumeProtection
{
    private const string ClaimFinalizer = "kubernetes.io/pvc-protection";
    private const string VolumeFinalizer = "kubernetes.io/pv-protection";

    private readonly IClusterClient _client;
    private readonly ResourceCache<PersistentVolumeClaim> _claims;
    private readonly ResourceCache<PersistentVolume> _volumes;
    private readonly ResourceCache<Pod> _pods;

    /// <summary>Subscribes to claims, volumes and pods.</summary>
    public VolumeProtection(ControllerContext context)
    {
        _client = context.GetClient("kube-controller-manager");
        (_claims, _volumes, _pods) = (context.Claims(), context.Volumes(), context.Pods());
        var claimQueue = context.Queue<ObjectKey>("pvc-protection-controller", ReconcileClaim);
        var volumeQueue = context.Queue<ObjectKey>("pv-protection-controller", ReconcileVolume);
        _claims.OnChange(change =>
        {
            claimQueue.Add(change.Latest.Key);
            if (change.Latest.VolumeName is { } volume)
            {
                volumeQueue.Add(new ObjectKey("", volume));
            }
        });
        _volumes.OnChange(change => volumeQueue.Add(change.Latest.Key));
        _pods.OnChange(change => QueueClaims(claimQueue, change));
    }

    private static void QueueClaims(WorkQueue<ObjectKey> queue, CacheChange<Pod> change)
    {
        if (change.After is { IsFinished: false })
        {
            return;
        }

        foreach (var claim in change.Latest.ClaimNames)
        {
            queue.Add(new ObjectKey(change.Latest.Namespace, claim));
        }
    }

    private void ReconcileClaim(ObjectKey key)
    {
        if (
            _claims.Find(key) is { IsDeleting: true } claim
            && !_pods.ByNamespace[key.Namespace].Any(pod => !pod.IsFinished && pod.ClaimNames.Contains(key.Name))
        )
        {
            _client.RemoveFinalizer(claim.Source, ClaimFinalizer);
        }
    }

    private void ReconcileVolume(ObjectKey key)
    {
        if (
            _volumes.Find(key) is { IsDeleting: true } volume
            && (volume.Claim is not { } name || _claims.Find(name)?.Uid != volume.ClaimUid)
        )
        {
            _client.RemoveFinalizer(volume.Source, VolumeFinalizer);
        }
    }
}

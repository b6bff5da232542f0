using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Volumes;

/// <summary>Binds claims to volumes: the smallest matching one, or one created by the simulated provisioner.</summary>
internal sealed class VolumeBinder
{
    private const string Component = "persistentvolume-controller";
    private const string BoundByController = "pv.kubernetes.io/bound-by-controller";

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<PersistentVolumeClaim> _claims;
    private readonly ResourceCache<PersistentVolume> _volumes;
    private readonly ResourceCache<StorageClass> _classes;
    private readonly ResourceCache<Node> _nodes;
    private readonly WorkQueue<ObjectKey> _claimQueue;
    private readonly WorkQueue<ObjectKey> _volumeQueue;

    /// <summary>Subscribes to claims, volumes and classes.</summary>
    public VolumeBinder(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        (_claims, _volumes, _classes, _nodes) = (context.Claims(), context.Volumes(), context.StorageClasses(), context.Nodes());
        _claimQueue = context.Queue<ObjectKey>(Component, BindClaim);
        _volumeQueue = context.Queue<ObjectKey>(Component, ReconcileVolume);
        _claims.OnChange(change =>
        {
            _claimQueue.Add(change.Latest.Key);
            if (change.Latest.VolumeName is { } volume)
            {
                _volumeQueue.Add(new ObjectKey("", volume));
            }
        });
        _volumes.OnChange(change =>
        {
            _volumeQueue.Add(change.Latest.Key);
            if (change.Before is { } before && before.Capacity != change.Latest.Capacity && change.Latest.Claim is { } claim)
            {
                _claimQueue.Add(claim);
            }

            QueueUnbound();
        });
        _classes.OnChange(_ => QueueUnbound());
    }

    private void QueueUnbound()
    {
        foreach (var claim in _claims.All.Where(c => !c.IsBound))
        {
            _claimQueue.Add(claim.Key);
        }
    }

    private void BindClaim(ObjectKey key)
    {
        if (_claims.Find(key) is not { IsDeleting: false } claim)
        {
            return;
        }

        if (claim.IsBound)
        {
            Expand(claim);
            WriteClaimStatus(claim);
            return;
        }

        if (claim.VolumeName is { } name)
        {
            if (_volumes.Find(new ObjectKey("", name)) is { } named && (named.Claim is null || named.Claim == key))
            {
                Bind(claim, named);
            }

            return;
        }

        if (claim.StorageClassName is null && DefaultClass() is { } defaultClass)
        {
            _client.Patch(
                GroupResource.PersistentVolumeClaims,
                key.Namespace,
                key.Name,
                new JsonObject { ["spec"] = new JsonObject { ["storageClassName"] = defaultClass.Name } }
            );
            return;
        }

        BindByClass(claim);
    }

    private void BindByClass(PersistentVolumeClaim claim)
    {
        var storageClass = claim.StorageClassName is { Length: > 0 } name ? _classes.Find(new ObjectKey("", name)) : null;
        var node = claim.Annotations.GetValueOrDefault(PersistentVolumeClaim.SelectedNode);
        if (storageClass is { WaitsForFirstConsumer: true } && node is null)
        {
            _context.Events.Record(
                claim.Source,
                EventType.Normal,
                "WaitForFirstConsumer",
                "waiting for first consumer to be created before binding",
                Component
            );
            return;
        }

        var volume = _volumes
            .All.Where(v => v.CanBind(claim) && IsReachable(v, node))
            .OrderByDescending(v => v.Claim is not null)
            .ThenBy(v => v.Capacity)
            .ThenBy(v => v.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (volume is not null)
        {
            Bind(claim, volume);
        }
        else if (storageClass?.Provisioner == VolumeProvisioner.Name)
        {
            Provision(claim, storageClass, node);
        }
        else if (storageClass is null or { Provisioner: StorageClass.NoProvisioner })
        {
            _context.Events.Record(
                claim.Source,
                EventType.Normal,
                "FailedBinding",
                "no persistent volumes available for this claim and no storage class is set",
                Component
            );
        }
        else
        {
            _context.Events.Record(
                claim.Source,
                EventType.Normal,
                "ExternalProvisioning",
                $"Waiting for a volume to be created either by the external provisioner '{storageClass.Provisioner}' or manually by the system administrator. "
                    + "If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
                Component
            );
        }
    }

    private bool IsReachable(PersistentVolume volume, string? node) =>
        node is null || _nodes.Find(new ObjectKey("", node)) is not { } found || volume.IsReachableFrom(found);

    private StorageClass? DefaultClass() =>
        _classes
            .All.Where(c => c.Annotations.GetValueOrDefault(StorageClass.DefaultAnnotation) == "true")
            .OrderByDescending(c => c.CreationTime)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault();

    private void Provision(PersistentVolumeClaim claim, StorageClass storageClass, string? node)
    {
        var name = VolumeProvisioner.CreateVolume(_client, claim, storageClass, node is null ? null : _nodes.Find(new ObjectKey("", node)));
        _context.Events.Record(
            claim.Source,
            EventType.Normal,
            "ProvisioningSucceeded",
            $"Successfully provisioned volume {name}",
            VolumeProvisioner.Name
        );
    }

    private void Bind(PersistentVolumeClaim claim, PersistentVolume volume)
    {
        if (volume.ClaimUid != claim.Uid)
        {
            var reserved = volume.Source.Copy();
            reserved.GetOrAddObject("spec")["claimRef"] = VolumeProvisioner.ClaimReference(claim);
            reserved.GetOrAddObject("metadata").GetOrAddObject("annotations")[BoundByController] = "yes";
            _client.Update(GroupResource.PersistentVolumes, reserved);
        }

        var body = claim.Source.Copy();
        body.GetOrAddObject("spec")["volumeName"] = volume.Name;
        var annotations = body.GetOrAddObject("metadata").GetOrAddObject("annotations");
        annotations[PersistentVolumeClaim.BindCompleted] = "yes";
        if (claim.VolumeName is null)
        {
            annotations[BoundByController] = "yes";
        }

        _client.Update(GroupResource.PersistentVolumeClaims, body);
    }

    /// <summary>The status of the claim follows when the volume has grown.</summary>
    private void Expand(PersistentVolumeClaim claim)
    {
        if (
            _volumes.Find(new ObjectKey("", claim.VolumeName!)) is { } volume
            && volume.ClaimUid == claim.Uid
            && VolumeProvisioner.Expand(_client, claim, volume)
        )
        {
            _context.Events.Record(
                claim.Source,
                EventType.Normal,
                "VolumeResizeSuccessful",
                "Resize volume succeeded",
                $"external-resizer {VolumeProvisioner.Name}"
            );
        }
    }

    private void WriteClaimStatus(PersistentVolumeClaim claim)
    {
        var status = (JsonObject)claim.Source.Status.DeepClone();
        if (_volumes.Find(new ObjectKey("", claim.VolumeName!)) is { } volume)
        {
            status["phase"] = "Bound";
            status["accessModes"] = volume.Source.Spec["accessModes"]?.DeepClone();
            status["capacity"] = volume.Source.Spec["capacity"]?.DeepClone();
        }
        else
        {
            status["phase"] = "Lost";
        }

        _client.WriteStatus(claim, status);
    }

    private void ReconcileVolume(ObjectKey key)
    {
        if (_volumes.Find(key) is not { IsDeleting: false } volume)
        {
            return;
        }

        var claim = volume.Claim is { } name ? _claims.Find(name) : null;
        var isReleased = volume.ClaimUid is { } uid && claim?.Uid != uid;
        if (isReleased && volume.Source.Spec.Text("persistentVolumeReclaimPolicy") == "Delete")
        {
            _client.DeleteIfExists(volume);
            return;
        }

        var phase =
            isReleased ? "Released"
            : volume.ClaimUid is not null ? "Bound"
            : "Available";
        var status = (JsonObject)volume.Source.Status.DeepClone();
        if (status.Text("phase") == phase)
        {
            return;
        }

        status["phase"] = phase;
        _client.WriteStatus(volume, status);
    }
}

using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of PersistentVolumes, PersistentVolumeClaims and StorageClasses.</summary>
internal static class VolumeTables
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";
    private const string DefaultAttributesClass = "storage.alpha.kubernetes.io/is-default-class";

    public static readonly ITableLayout Volumes = new TableLayout(
        Name,
        Text("Capacity", item => item.Spec.Text("capacity", "storage") ?? "0").From("core.v1.PersistentVolumeSpec.capacity"),
        Text("Access Modes", item => AccessModes(item.Spec.Array("accessModes"))).From("core.v1.PersistentVolumeSpec.accessModes"),
        Text("Reclaim Policy", item => item.Spec.Text("persistentVolumeReclaimPolicy"))
            .From("core.v1.PersistentVolumeSpec.persistentVolumeReclaimPolicy"),
        Text("Status", Phase).From("core.v1.PersistentVolumeStatus.phase"),
        Text("Claim", item => item.Spec.Map("claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "")
            .From("core.v1.PersistentVolumeSpec.claimRef"),
        Text("StorageClass", item => item.Spec.Text("storageClassName")).As("StorageClass of the pv"),
        Text("VolumeAttributesClass", item => item.Spec.Text("volumeAttributesClassName") ?? Unset).As("VolumeAttributesClass of the pv"),
        Text("Reason", item => item.Status.Text("reason")).From("core.v1.PersistentVolumeStatus.reason"),
        Age,
        Text("VolumeMode", item => item.Spec.Text("volumeMode") ?? Unset, 1).From("core.v1.PersistentVolumeSpec.volumeMode")
    );

    public static readonly ITableLayout Claims = new TableLayout(
        Name,
        Text("Status", Phase).From("core.v1.PersistentVolumeClaimStatus.phase"),
        Text("Volume", item => item.Spec.Text("volumeName")).From("core.v1.PersistentVolumeClaimSpec.volumeName"),
        Text("Capacity", item => IsBound(item) ? item.Status.Text("capacity", "storage") ?? "0" : "")
            .From("core.v1.PersistentVolumeClaimStatus.capacity"),
        Text("Access Modes", item => IsBound(item) ? AccessModes(item.Status.Array("accessModes")) : "")
            .From("core.v1.PersistentVolumeClaimStatus.accessModes"),
        Text("StorageClass", item => item.Spec.Text("storageClassName")).As("StorageClass of the pvc"),
        Text("VolumeAttributesClass", item => item.Spec.Text("volumeAttributesClassName") ?? Unset).As("VolumeAttributesClass of the pvc"),
        Age,
        Text("VolumeMode", item => item.Spec.Text("volumeMode") ?? Unset, 1).From("core.v1.PersistentVolumeClaimSpec.volumeMode")
    );

    public static readonly ITableLayout Classes = new TableLayout(
        Name with
        {
            Cell = (item, _) => item.Annotations.GetValueOrDefault(DefaultClass) == "true" ? item.Name + " (default)" : item.Name,
        },
        Text("Provisioner", item => item.Body.Text("provisioner")).From("storage.v1.StorageClass.provisioner"),
        Text("ReclaimPolicy", item => item.Body.Text("reclaimPolicy") ?? "Delete").From("storage.v1.StorageClass.reclaimPolicy"),
        Text("VolumeBindingMode", item => item.Body.Text("volumeBindingMode") ?? "Immediate")
            .From("storage.v1.StorageClass.volumeBindingMode"),
        new Column("AllowVolumeExpansion", (item, _) => item.Body.Flag("allowVolumeExpansion")).From(
            "storage.v1.StorageClass.allowVolumeExpansion"
        ),
        Age
    );

    public static readonly ITableLayout AttributesClasses = new TableLayout(
        Name with
        {
            Cell = (item, _) => item.Annotations.GetValueOrDefault(DefaultAttributesClass) == "true" ? item.Name + " (default)" : item.Name,
        },
        Text("DriverName", item => item.Body.Text("driverName")).From("storage.v1.VolumeAttributesClass.driverName"),
        Age
    );

    public static readonly ITableLayout Attachments = new TableLayout(
        Name,
        Text("Attacher", item => item.Spec.Text("attacher")).From("storage.v1.VolumeAttachmentSpec.attacher") with
        {
            Format = "name",
        },
        Text("PV", item => item.Spec.Text("source", "persistentVolumeName")).From("storage.v1.VolumeAttachmentSource.persistentVolumeName"),
        Text("Node", item => item.Spec.Text("nodeName")).From("storage.v1.VolumeAttachmentSpec.nodeName"),
        new Column("Attached", (item, _) => item.Status.Flag("attached"), "boolean").From("storage.v1.VolumeAttachmentStatus.attached"),
        Age
    );

    private static bool IsBound(KubeObject claim) => claim.Spec.Text("volumeName") is { Length: > 0 };

    private static string? Phase(KubeObject item) => item.IsDeleting ? "Terminating" : item.Status.Text("phase");

    private static string AccessModes(JsonArray? modes)
    {
        var given = (modes ?? []).Select(mode => mode?.ToString()).ToHashSet();
        (string Mode, string Short)[] known =
        [
            ("ReadWriteOnce", "RWO"),
            ("ReadOnlyMany", "ROX"),
            ("ReadWriteMany", "RWX"),
            ("ReadWriteOncePod", "RWOP"),
        ];
        return string.Join(",", known.Where(mode => given.Contains(mode.Mode)).Select(mode => mode.Short));
    }
}

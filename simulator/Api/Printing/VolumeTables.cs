using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of PersistentVolumes, PersistentVolumeClaims and StorageClasses.</summary>
internal static class VolumeTables
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";

    public static readonly ITableLayout Volumes = new TableLayout(
        Name,
        Text("Capacity", item => item.Spec.Text("capacity", "storage") ?? "0"),
        Text("Access Modes", item => AccessModes(item.Spec.Array("accessModes"))),
        Text("Reclaim Policy", item => item.Spec.Text("persistentVolumeReclaimPolicy")),
        Text("Status", Phase),
        Text("Claim", item => item.Spec.Map("claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : ""),
        Text("StorageClass", item => item.Spec.Text("storageClassName")),
        Text("VolumeAttributesClass", item => item.Spec.Text("volumeAttributesClassName") ?? Unset),
        Text("Reason", item => item.Status.Text("reason")),
        Age,
        Text("VolumeMode", item => item.Spec.Text("volumeMode") ?? Unset, 1)
    );

    public static readonly ITableLayout Claims = new TableLayout(
        Name,
        Text("Status", Phase),
        Text("Volume", item => item.Spec.Text("volumeName")),
        Text("Capacity", item => IsBound(item) ? item.Status.Text("capacity", "storage") ?? "0" : ""),
        Text("Access Modes", item => IsBound(item) ? AccessModes(item.Status.Array("accessModes")) : ""),
        Text("StorageClass", item => item.Spec.Text("storageClassName")),
        Text("VolumeAttributesClass", item => item.Spec.Text("volumeAttributesClassName") ?? Unset),
        Age,
        Text("VolumeMode", item => item.Spec.Text("volumeMode") ?? Unset, 1)
    );

    public static readonly ITableLayout Classes = new TableLayout(
        Name with
        {
            Cell = (item, _) => item.Annotations.GetValueOrDefault(DefaultClass) == "true" ? item.Name + " (default)" : item.Name,
        },
        Text("Provisioner", item => item.Body.Text("provisioner")),
        Text("ReclaimPolicy", item => item.Body.Text("reclaimPolicy") ?? "Delete"),
        Text("VolumeBindingMode", item => item.Body.Text("volumeBindingMode") ?? Unset),
        new Column("AllowVolumeExpansion", (item, _) => item.Body.Flag("allowVolumeExpansion")),
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

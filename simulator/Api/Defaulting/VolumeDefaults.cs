using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of a pod's volumes.</summary>
internal static class VolumeDefaults
{
    private const long DefaultMode = 420;
    private const long DefaultTokenExpiry = 3600;

    private static readonly string[] _sources =
    [
        "hostPath",
        "emptyDir",
        "gcePersistentDisk",
        "awsElasticBlockStore",
        "gitRepo",
        "secret",
        "nfs",
        "iscsi",
        "glusterfs",
        "persistentVolumeClaim",
        "rbd",
        "flexVolume",
        "cinder",
        "cephfs",
        "flocker",
        "downwardAPI",
        "fc",
        "azureFile",
        "configMap",
        "vsphereVolume",
        "quobyte",
        "azureDisk",
        "photonPersistentDisk",
        "projected",
        "portworxVolume",
        "scaleIO",
        "storageos",
        "csi",
        "ephemeral",
        "image",
    ];

    public static void Apply(JsonObject volume)
    {
        if (!_sources.Any(volume.ContainsKey))
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var source in (ReadOnlySpan<string>)["secret", "configMap", "downwardAPI", "projected"])
        {
            volume.Map(source)?.Default("defaultMode", DefaultMode);
        }

        volume.Map("hostPath")?.Default("type", "");
        if (volume.Map("iscsi") is { } iscsi)
        {
            iscsi.DefaultText("iscsiInterface", "default");
        }

        if (volume.Map("rbd") is { } rbd)
        {
            rbd.DefaultText("pool", "rbd");
            rbd.DefaultText("user", "admin");
            rbd.DefaultText("keyring", "/etc/ceph/keyring");
        }
        if (volume.Map("azureDisk") is { } disk)
        {
            disk.Default("cachingMode", "ReadWrite");
            disk.Default("fsType", "ext4");
            disk.Default("readOnly", false);
            disk.Default("kind", "Shared");
        }
        volume.Map("scaleIO")?.DefaultText("storageMode", "ThinProvisioned");
        volume.Map("scaleIO")?.DefaultText("fsType", "xfs");
        if (volume.Map("image") is { } image)
        {
            image.DefaultText(
                "pullPolicy",
                image.Text("reference") is { } reference
                && reference.Contains(':', StringComparison.Ordinal)
                && !reference.EndsWith(":latest", StringComparison.Ordinal)
                    ? "IfNotPresent"
                    : "Always"
            );
        }

        volume.Map("ephemeral", "volumeClaimTemplate", "spec")?.Default("volumeMode", "Filesystem");
        ApplyToFiles(volume.Map("downwardAPI"));
        foreach (var source in volume.Objects("projected", "sources"))
        {
            source.Map("serviceAccountToken")?.Default("expirationSeconds", DefaultTokenExpiry);
            ApplyToFiles(source.Map("downwardAPI"));
        }
    }

    private static void ApplyToFiles(JsonObject? source)
    {
        foreach (var file in source.Objects("items"))
        {
            file.Map("fieldRef")?.DefaultText("apiVersion", "v1");
            file.Map("resourceFieldRef")?.Default("divisor", "0");
        }
    }
}

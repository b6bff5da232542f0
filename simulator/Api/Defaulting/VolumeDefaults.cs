using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of a pod's volumes.</summary>
internal static class VolumeDefaults
{
    /// <summary>0644 in octal.</summary>
    private const long DefaultMode = 420;

    private const long DefaultTokenSeconds = 3600;

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
            volume.Map(source)?.SetDefault("defaultMode", DefaultMode);
        }

        ApplyToCommonSources(volume);
        if (volume.Map("azureDisk") is { } disk)
        {
            disk.SetDefault("cachingMode", "ReadWrite");
            disk.SetDefault("fsType", "ext4");
            disk.SetDefault("readOnly", false);
            disk.SetDefault("kind", "Shared");
        }
        volume.Map("scaleIO")?.SetDefaultText("storageMode", "ThinProvisioned");
        volume.Map("scaleIO")?.SetDefaultText("fsType", "xfs");
        if (volume.Map("image") is { } image)
        {
            image.SetDefaultText("pullPolicy", PodDefaults.GetPullPolicy(image.Text("reference")));
        }

        volume.Map("ephemeral", "volumeClaimTemplate", "spec")?.SetDefault("volumeMode", "Filesystem");
        ApplyToFiles(volume.Map("downwardAPI"));
        foreach (var source in volume.Objects("projected", "sources"))
        {
            source.Map("serviceAccountToken")?.SetDefault("expirationSeconds", DefaultTokenSeconds);
            ApplyToFiles(source.Map("downwardAPI"));
        }
    }

    /// <summary>Sets the defaults of the sources that pods' volumes and PersistentVolumes share.</summary>
    public static void ApplyToCommonSources(JsonObject volume)
    {
        volume.Map("hostPath")?.SetDefault("type", "");
        volume.Map("iscsi")?.SetDefaultText("iscsiInterface", "default");
        if (volume.Map("rbd") is { } rbd)
        {
            rbd.SetDefaultText("pool", "rbd");
            rbd.SetDefaultText("user", "admin");
            rbd.SetDefaultText("keyring", "/etc/ceph/keyring");
        }
    }

    private static void ApplyToFiles(JsonObject? source)
    {
        foreach (var file in source.Objects("items"))
        {
            file.Map("fieldRef")?.SetDefaultText("apiVersion", "v1");
            file.Map("resourceFieldRef")?.SetDefault("divisor", "0");
        }
    }
}

using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the sources of PersistentVolumes.</summary>
internal static class PersistentVolumeSourceRules
{
    /// <summary>The sources in the order of validation.</summary>
    private static readonly string[] _sources =
    [
        "hostPath",
        "gcePersistentDisk",
        "awsElasticBlockStore",
        "glusterfs",
        "flocker",
        "nfs",
        "rbd",
        "quobyte",
        "cephfs",
        "iscsi",
        "cinder",
        "fc",
        "flexVolume",
        "azureFile",
        "vsphereVolume",
        "photonPersistentDisk",
        "portworxVolume",
        "azureDisk",
        "scaleIO",
        "local",
        "storageos",
        "csi",
    ];

    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        var count = 0;
        foreach (var name in _sources)
        {
            if (spec.Map(name) is not { } source)
            {
                continue;
            }

            if (count++ > 0 && name != "flexVolume")
            {
                errors.Forbidden($"{path}.{(name == "cephfs" ? "cephFS" : name)}", "may not specify more than 1 volume type");
                continue;
            }

            CheckSource(name, source, $"{path}.{(name == "gcePersistentDisk" ? "persistentDisk" : name)}", errors);
            if (name == "local" && !spec.ContainsKey("nodeAffinity"))
            {
                errors.Required($"{path}.nodeAffinity", "Local volume requires node affinity");
            }
        }

        if (count == 0)
        {
            errors.Required(path, "must specify a volume type");
        }
    }

    private static void CheckSource(string name, JsonObject source, string path, FieldErrors errors)
    {
        switch (name)
        {
            case "local" when source.Text("path") is null or "":
                errors.Required($"{path}.path");
                break;
            case "local":
                CheckNoParent(source.Text("path")!, $"{path}.path", errors);
                break;
            case "csi":
                CheckCsi(source, path, errors);
                break;
            default:
                VolumeSourceRules.Check(name, source, path, errors);
                break;
        }
    }

    private static void CheckNoParent(string directory, string path, FieldErrors errors)
    {
        if (directory.Split('/').Contains(".."))
        {
            errors.Invalid(path, directory, "must not contain '..'");
        }
    }

    private static void CheckCsi(JsonObject source, string path, FieldErrors errors)
    {
        CsiRules.CheckDriverName(source.Text("driver") ?? "", $"{path}.driver", errors);
        if (source.Text("volumeHandle") is null or "")
        {
            errors.Required($"{path}.volumeHandle");
        }

        foreach (
            var field in (ReadOnlySpan<string>)
                ["controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef"]
        )
        {
            if (source.Map(field) is { } secret)
            {
                CheckSecret(secret, $"{path}.{field}", errors);
            }
        }
    }

    private static void CheckSecret(JsonObject secret, string path, FieldErrors errors)
    {
        var (name, owner) = (secret.Text("name") ?? "", secret.Text("namespace") ?? "");
        if (name.Length == 0)
        {
            errors.Required($"{path}.name");
        }
        else
        {
            errors.InvalidAll($"{path}.name", name, ObjectNames.SubdomainProblems(name));
        }

        if (owner.Length == 0)
        {
            errors.Required($"{path}.namespace");
        }
        else
        {
            errors.InvalidAll($"{path}.namespace", owner, ObjectNames.LabelProblems(owner));
        }
    }
}

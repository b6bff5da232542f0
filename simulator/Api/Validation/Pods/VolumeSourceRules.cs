using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for volumes of storage systems.</summary>
internal static class VolumeSourceRules
{
    public const string ByteRule = "must be between 0 and 255, inclusive";
    private const string PairRule = "must be a host:port pair or multiple pairs separated by commas";

    private static readonly string[] _hostPathTypes =
    [
        "",
        "BlockDevice",
        "CharDevice",
        "Directory",
        "DirectoryOrCreate",
        "File",
        "FileOrCreate",
        "Socket",
    ];

    /// <summary>The fields that a source must set.</summary>
    private static readonly Dictionary<string, string[]> _required = new()
    {
        ["gitRepo"] = ["repository"],
        ["gcePersistentDisk"] = ["pdName"],
        ["awsElasticBlockStore"] = ["volumeID"],
        ["nfs"] = ["server", "path"],
        ["iscsi"] = ["targetPortal"],
        ["glusterfs"] = ["endpoints", "path"],
        ["persistentVolumeClaim"] = ["claimName"],
        ["rbd"] = ["monitors", "image"],
        ["cinder"] = ["volumeID"],
        ["cephfs"] = ["monitors"],
        ["flexVolume"] = ["driver"],
        ["azureFile"] = ["secretName", "shareName"],
        ["vsphereVolume"] = ["volumePath"],
        ["photonPersistentDisk"] = ["pdID"],
        ["portworxVolume"] = ["volumeID"],
        ["azureDisk"] = ["diskName", "diskURI"],
        ["scaleIO"] = ["gateway", "system", "volumeName"],
    };

    public static void Check(string source, JsonObject given, string path, FieldErrors errors)
    {
        foreach (var field in _required.GetValueOrDefault(source) ?? [])
        {
            if (given[field] is null or JsonArray { Count: 0 } || given.Text(field) is "")
            {
                errors.Required($"{path}.{field}");
            }
        }

        switch (source)
        {
            case "hostPath":
                CheckHostPath(given, path, errors);
                break;
            case "gitRepo":
                PathRules.CheckDescending(given.Text("directory") ?? "", $"{path}.directory", errors);
                break;
            case "gcePersistentDisk" or "awsElasticBlockStore":
                CheckRange(given.Number("partition") ?? 0, $"{path}.partition", "must be between 1 and 255, inclusive", errors);
                break;
            case "nfs" when given.Text("path")?.StartsWith('/') != true:
                errors.Invalid($"{path}.path", given.Text("path") ?? "", "must be an absolute path");
                break;
            case "iscsi":
                IscsiRules.Check(given, path, errors);
                break;
            case "flocker":
                CheckFlocker(given, path, errors);
                break;
            case "cinder" when given.Map("secretRef") is { } secret && secret.Text("name") is null or "":
                errors.Required($"{path}.secretRef.name");
                break;
            case "quobyte":
                CheckQuobyte(given, path, errors);
                break;
            case "fc":
                CheckFibreChannel(given, path, errors);
                break;
            case "flexVolume":
                CheckOptions(given.Map("options") ?? [], path, errors);
                break;
            case "azureDisk":
                CheckAzureDisk(given, path, errors);
                break;
            case "storageos":
                CheckStorageOS(given, path, errors);
                break;
            case "csi":
                CheckDriver(given, path, errors);
                break;
        }
    }

    private static void CheckHostPath(JsonObject given, string path, FieldErrors errors)
    {
        if (given.Text("path") is not { Length: > 0 } place)
        {
            errors.Required($"{path}.path");
            return;
        }
        PathRules.CheckNoBacksteps(place, $"{path}.path", errors);
        if (given.Text("type") is { } type && !_hostPathTypes.Contains(type))
        {
            errors.NotSupported($"{path}.type", type, _hostPathTypes);
        }
    }

    public static void CheckRange(long value, string path, string rule, FieldErrors errors)
    {
        if (value is < 0 or > 255)
        {
            errors.Invalid(path, value, rule);
        }
    }

    private static void CheckFlocker(JsonObject given, string path, FieldErrors errors)
    {
        var (name, id) = (given.Text("datasetName") ?? "", given.Text("datasetUUID") ?? "");
        if (name.Length == 0 && id.Length == 0)
        {
            errors.Required(path, "one of datasetName and datasetUUID is required");
        }

        if (name.Length > 0 && id.Length > 0)
        {
            errors.Invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            errors.Invalid($"{path}.datasetName", name, "must not contain '/'");
        }
    }

    private static void CheckQuobyte(JsonObject given, string path, FieldErrors errors)
    {
        if (given.Text("registry") is not { Length: > 0 } registry)
        {
            errors.Required($"{path}.registry", PairRule);
        }
        else if (given.Text("tenant") is { Length: >= 65 })
        {
            errors.Required($"{path}.tenant", "must be a UUID and may not exceed a length of 64 characters");
        }
        else
        {
            foreach (var _ in registry.Split(',').Where(pair => pair.Count(letter => letter == ':') != 1))
            {
                errors.Invalid($"{path}.registry", registry, PairRule);
            }
        }

        if (given.Text("volume") is null or "")
        {
            errors.Required($"{path}.volume");
        }
    }

    private static void CheckFibreChannel(JsonObject given, string path, FieldErrors errors)
    {
        var hasTargets = given.Array("targetWWNs") is { Count: > 0 };
        var hasIds = given.Array("wwids") is { Count: > 0 };
        if (!hasTargets && !hasIds)
        {
            errors.Required($"{path}.targetWWNs", "must specify either targetWWNs or wwids, but not both");
        }

        if (hasTargets && hasIds)
        {
            errors.Invalid(
                $"{path}.targetWWNs",
                given["targetWWNs"]!.DeepClone(),
                "targetWWNs and wwids can not be specified simultaneously"
            );
        }

        if (!hasTargets)
        {
            return;
        }

        if (given.Number("lun") is { } lun)
        {
            CheckRange(lun, $"{path}.lun", ByteRule, errors);
        }
        else
        {
            errors.Required($"{path}.lun", "lun is required if targetWWNs is specified");
        }
    }

    private static void CheckOptions(JsonObject options, string path, FieldErrors errors)
    {
        foreach (var key in options.Select(entry => entry.Key).Order(StringComparer.Ordinal))
        {
            var domain = "." + key.Split('/', 2)[0].ToLowerInvariant();
            if (domain.EndsWith(".kubernetes.io", StringComparison.Ordinal) || domain.EndsWith(".k8s.io", StringComparison.Ordinal))
            {
                errors.Invalid($"{path}.options[{key}]", key, "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }

    private static void CheckAzureDisk(JsonObject given, string path, FieldErrors errors)
    {
        if (given.Text("cachingMode") is { } caching and not ("None" or "ReadOnly" or "ReadWrite"))
        {
            errors.NotSupported($"{path}.cachingMode", caching, "None", "ReadOnly", "ReadWrite");
        }

        if (given.Text("kind") is not { } kind)
        {
            return;
        }

        if (kind is not ("Dedicated" or "Managed" or "Shared"))
        {
            errors.NotSupported($"{path}.kind", kind, "Dedicated", "Managed", "Shared");
        }

        var (uri, prefix, form) =
            kind == "Managed"
                ? (
                    given.Text("diskURI") ?? "",
                    "/subscriptions/",
                    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"
                )
                : (
                    given.Text("diskURI") ?? "",
                    "https://",
                    "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"
                );
        if (!uri.StartsWith(prefix, StringComparison.Ordinal))
        {
            errors.NotSupported($"{path}.diskURI", uri, form);
        }
    }

    private static void CheckStorageOS(JsonObject given, string path, FieldErrors errors)
    {
        var name = given.Text("volumeName") ?? "";
        if (name.Length == 0)
        {
            errors.Required($"{path}.volumeName");
        }
        else
        {
            errors.InvalidAll($"{path}.volumeName", name, ObjectNames.LabelProblems(name));
        }

        if (given.Text("volumeNamespace") is { Length: > 0 } inNamespace)
        {
            errors.InvalidAll($"{path}.volumeNamespace", inNamespace, ObjectNames.LabelProblems(inNamespace));
        }

        if (given.Map("secretRef") is { } secret && secret.Text("name") is null or "")
        {
            errors.Required($"{path}.secretRef.name");
        }
    }

    private static void CheckDriver(JsonObject given, string path, FieldErrors errors)
    {
        var driver = given.Text("driver") ?? "";
        if (driver.Length == 0)
        {
            errors.Required($"{path}.driver");
        }

        if (driver.Length > ObjectNames.LabelLength)
        {
            errors.Add(FieldError.TooLong($"{path}.driver", ObjectNames.LabelLength));
        }

        errors.InvalidAll($"{path}.driver", driver, ObjectNames.SubdomainProblems(driver.ToLowerInvariant()));
        if (given.Map("nodePublishSecretRef") is not { } secret)
        {
            return;
        }

        if (secret.Text("name") is { Length: > 0 } name)
        {
            errors.InvalidAll($"{path}.name", name, ObjectNames.SubdomainProblems(name));
        }
        else
        {
            errors.Required($"{path}.nodePublishSecretRef.name");
        }
    }
}

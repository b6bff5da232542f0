using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the volumes of a pod.</summary>
internal static class VolumeRules
{
    private const string Reserved = "must not reference a PVC that gets created for an ephemeral volume";

    /// <summary>The sources in the order in which Kubernetes checks them, with the path of their errors where it differs.</summary>
    private static readonly (string Source, string Path)[] _sources =
    [
        ("emptyDir", "emptyDir"),
        ("hostPath", "hostPath"),
        ("gitRepo", "gitRepo"),
        ("gcePersistentDisk", "persistentDisk"),
        ("awsElasticBlockStore", "awsElasticBlockStore"),
        ("secret", "secret"),
        ("nfs", "nfs"),
        ("iscsi", "iscsi"),
        ("glusterfs", "glusterfs"),
        ("flocker", "flocker"),
        ("persistentVolumeClaim", "persistentVolumeClaim"),
        ("rbd", "rbd"),
        ("cinder", "cinder"),
        ("cephfs", "cephfs"),
        ("quobyte", "quobyte"),
        ("downwardAPI", "downwardAPI"),
        ("fc", "fc"),
        ("flexVolume", "flexVolume"),
        ("configMap", "configMap"),
        ("azureFile", "azureFile"),
        ("vsphereVolume", "vsphereVolume"),
        ("photonPersistentDisk", "photonPersistentDisk"),
        ("portworxVolume", "portworxVolume"),
        ("azureDisk", "azureDisk"),
        ("storageos", "storageos"),
        ("projected", "projected"),
        ("scaleIO", "scaleIO"),
        ("csi", "csi"),
        ("ephemeral", "ephemeral"),
        ("image", "image"),
    ];

    /// <summary>Checks the volumes and adds the valid ones to the scope.</summary>
    public static void Check(PodScope scope)
    {
        var volumes = scope.Spec.Objects("volumes").ToList();
        var created = volumes
            .Where(volume => scope.PodName is { Length: > 0 } && volume.ContainsKey("ephemeral") && volume.Text("name") is { Length: > 0 })
            .Select(volume => $"{scope.PodName}-{volume.Text("name")}")
            .ToHashSet();
        foreach (var (index, volume) in volumes.Index())
        {
            var at = $"{scope.Path}.volumes[{index}]";
            var before = scope.Errors.Count;
            CheckSource(scope, volume, at);
            CheckName(scope, volume, at);
            if (scope.Errors.Count == before)
            {
                scope.Volumes[volume.Text("name")!] = volume;
            }

            if (volume.Text("persistentVolumeClaim", "claimName") is { } claim && created.Contains(claim))
            {
                scope.Errors.Invalid($"{at}.persistentVolumeClaim.claimName", claim, Reserved);
            }
        }
    }

    private static void CheckName(PodScope scope, JsonObject volume, string at)
    {
        var name = volume.Text("name") ?? "";
        if (name.Length == 0)
        {
            scope.Errors.Required($"{at}.name");
        }
        else
        {
            scope.Errors.InvalidAll($"{at}.name", name, ObjectNames.LabelProblems(name));
        }

        if (scope.Volumes.ContainsKey(name))
        {
            scope.Errors.Duplicate($"{at}.name", name);
        }
    }

    private static void CheckSource(PodScope scope, JsonObject volume, string at)
    {
        var count = 0;
        foreach (var (source, errorPath) in _sources)
        {
            if (volume.Map(source) is not { } given)
            {
                continue;
            }

            if (count > 0)
            {
                scope.Errors.Forbidden($"{at}.{GetForbiddenPath(source)}", "may not specify more than 1 volume type");
                continue;
            }

            count++;
            CheckGiven(scope, volume, source, given, at, $"{at}.{errorPath}");
        }
        if (volume.Map("iscsi") is { } target)
        {
            IscsiRules.CheckInitiatorLength(volume.Text("name") ?? "", target, $"{at}.name", scope.Errors);
        }

        if (count == 0)
        {
            scope.Errors.Required(at, "must specify a volume type");
        }
    }

    private static void CheckGiven(PodScope scope, JsonObject volume, string source, JsonObject given, string at, string path)
    {
        var errors = scope.Errors;
        switch (source)
        {
            case "emptyDir":
                if (given["sizeLimit"] is { } limit && Quantity.FromJson(limit).IsNegative)
                {
                    errors.Forbidden($"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity");
                }

                break;
            case "secret" or "configMap":
                VolumeFileRules.Check(given, source == "secret" ? "secretName" : "name", path, errors);
                break;
            case "downwardAPI":
                VolumeFileRules.CheckDownward(given, path, errors);
                break;
            case "projected":
                ProjectedVolumeRules.Check(given, path, errors);
                break;
            case "ephemeral":
                CheckEphemeral(scope, volume, given, at, path);
                break;
            case "image":
                if (scope.IsPod && given.Text("reference") is null or "")
                {
                    errors.Required($"{path}.reference");
                }

                ContainerRules.CheckPullPolicy(given, path, errors);
                break;
            default:
                VolumeSourceRules.Check(source, given, path, errors);
                break;
        }
    }

    private static void CheckEphemeral(PodScope scope, JsonObject volume, JsonObject given, string at, string path)
    {
        if (given.Map("volumeClaimTemplate") is { } template)
        {
            ClaimTemplateRules.Check(template, $"{path}.volumeClaimTemplate", scope.Errors);
        }
        else
        {
            scope.Errors.Required($"{path}.volumeClaimTemplate");
        }

        if (scope.PodName is not { Length: > 0 } pod || volume.Text("name") is not { Length: > 0 } name)
        {
            return;
        }

        foreach (var problem in ObjectNames.SubdomainProblems($"{pod}-{name}"))
        {
            scope.Errors.Invalid($"{at}.name", name, $"PVC name \"{pod}-{name}\": {problem}");
        }
    }

    private static string GetForbiddenPath(string source) =>
        source switch
        {
            "cephfs" => "cephFS",
            "downwardAPI" => "downwarAPI",
            _ => source,
        };
}

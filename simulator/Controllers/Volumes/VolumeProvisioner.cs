using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Volumes;

/// <summary>The simulated provisioner: creates the volumes of the classes that name it.</summary>
internal static class VolumeProvisioner
{
    /// <summary>Its name in <c>provisioner</c> of a StorageClass.</summary>
    public const string Name = "simulator.infra/volumes";

    /// <summary>
    /// The parameter of a StorageClass that says from where its volumes can be reached: <c>node</c>, as local disks, or <c>zone</c>, as
    /// disks of most clouds.
    /// </summary>
    public const string ReachParameter = "reach";

    private const string ProvisionedBy = "pv.kubernetes.io/provisioned-by";
    private const string Zone = "zone";
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>Creates the default class <c>standard</c>, unless it exists.</summary>
    /// <param name="client">The client.</param>
    /// <param name="isZonal">Whether its volumes can be reached from all nodes of a zone.</param>
    public static void CreateDefaultClass(IClusterClient client, bool isZonal)
    {
        if (client.Find(GroupResource.StorageClasses, "", "standard") is not null)
        {
            return;
        }

        var standard = new JsonObject
        {
            ["apiVersion"] = "storage.k8s.io/v1",
            ["kind"] = "StorageClass",
            ["metadata"] = new JsonObject
            {
                ["name"] = "standard",
                ["annotations"] = new JsonObject { [StorageClass.DefaultAnnotation] = "true" },
            },
            ["provisioner"] = Name,
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = "WaitForFirstConsumer",
            ["allowVolumeExpansion"] = true,
        };
        if (isZonal)
        {
            standard["parameters"] = new JsonObject { [ReachParameter] = Zone };
        }

        client.Create(GroupResource.StorageClasses, standard);
    }

    /// <summary>Creates a volume reserved for a claim, on a node if one is given.</summary>
    /// <returns>The name of the volume.</returns>
    public static string CreateVolume(IClusterClient client, PersistentVolumeClaim claim, StorageClass storageClass, Node? node)
    {
        var name = $"pvc-{claim.Uid}";
        var spec = new JsonObject
        {
            ["capacity"] = new JsonObject { ["storage"] = claim.Request.ToString() },
            ["accessModes"] = claim.Source.Spec["accessModes"]?.DeepClone(),
            ["claimRef"] = ClaimReference(claim),
            ["persistentVolumeReclaimPolicy"] = storageClass.Source.Body.Text("reclaimPolicy") ?? "Delete",
            ["storageClassName"] = storageClass.Name,
            ["volumeMode"] = claim.Source.Spec.Text("volumeMode") ?? "Filesystem",
            ["hostPath"] = new JsonObject { ["path"] = $"/simulated/{name}", ["type"] = "DirectoryOrCreate" },
        };
        if (node is not null)
        {
            var zone =
                storageClass.Source.Body.Text("parameters", ReachParameter) == Zone ? node.Labels.GetValueOrDefault(ZoneLabel) : null;
            spec["nodeAffinity"] = zone is null ? OnNodesWith("kubernetes.io/hostname", node.Name) : OnNodesWith(ZoneLabel, zone);
        }

        client.Create(
            GroupResource.PersistentVolumes,
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolume",
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["annotations"] = new JsonObject { [ProvisionedBy] = Name },
                },
                ["spec"] = spec,
            }
        );
        return name;
    }

    /// <summary>Grows a volume of this provisioner to the request of its claim; returns whether it has grown.</summary>
    public static bool Expand(IClusterClient client, PersistentVolumeClaim claim, PersistentVolume volume)
    {
        var isOwn = volume.Annotations.GetValueOrDefault(ProvisionedBy) == Name;
        if (!isOwn || claim.Request <= volume.Capacity)
        {
            return false;
        }

        var body = volume.Source.Copy();
        body.GetOrAddObject("spec").GetOrAddObject("capacity")["storage"] = claim.Request.ToString();
        client.Update(GroupResource.PersistentVolumes, body);
        return true;
    }

    /// <summary>The <c>claimRef</c> of a volume that is reserved for a claim.</summary>
    public static JsonObject ClaimReference(PersistentVolumeClaim claim) =>
        new()
        {
            ["kind"] = "PersistentVolumeClaim",
            ["namespace"] = claim.Namespace,
            ["name"] = claim.Name,
            ["uid"] = claim.Uid,
            ["apiVersion"] = "v1",
        };

    private static JsonObject OnNodesWith(string label, string value) =>
        new()
        {
            ["required"] = new JsonObject
            {
                ["nodeSelectorTerms"] = new JsonArray(
                    new JsonObject
                    {
                        ["matchExpressions"] = new JsonArray(
                            new JsonObject
                            {
                                ["key"] = label,
                                ["operator"] = "In",
                                ["values"] = new JsonArray(value),
                            }
                        ),
                    }
                ),
            },
        };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>Describes the pods and claims of a cluster of CloudNativePG.</summary>
internal static class PostgresInstances
{
    /// <summary>The image if the cluster names none.</summary>
    private const string DefaultImage = "ghcr.io/cloudnative-pg/postgresql:18";

    private const int User = 26;

    public static string GetName(ObjectView cluster, int number) => string.Create(CultureInfo.InvariantCulture, $"{cluster.Name}-{number}");

    public static string GetImage(ObjectView cluster) => cluster.Source.Spec.Text("imageName") ?? DefaultImage;

    /// <summary>The claims of an instance: the data, and the log if it has a volume of its own.</summary>
    public static IEnumerable<(string Name, JsonObject Claim)> CreateClaims(ObjectView cluster, int number)
    {
        var name = GetName(cluster, number);
        var spec = cluster.Source.Spec;
        yield return (name, CreateClaim(cluster, name, spec.Map("storage"), "PG_DATA"));
        if (spec.Map("walStorage") is { } log)
        {
            yield return ($"{name}-wal", CreateClaim(cluster, name, log, "PG_WAL"));
        }
    }

    public static OwnedPod CreatePod(ObjectView cluster, int number)
    {
        var name = GetName(cluster, number);
        var inherited = cluster.Source.Spec;
        var labels = new Dictionary<string, string>(inherited.TextMap("inheritedMetadata", "labels"));
        foreach (var (key, value) in PostgresNames.Labels(cluster.Name))
        {
            labels[key] = value;
        }

        labels["cnpg.io/instanceName"] = name;
        labels["cnpg.io/podRole"] = "instance";
        return new OwnedPod
        {
            Name = name,
            Labels = labels,
            Annotations = inherited.TextMap("inheritedMetadata", "annotations"),
            Spec = CreateSpec(cluster, name),
        };
    }

    private static JsonObject CreateClaim(ObjectView cluster, string instance, JsonObject? storage, string role)
    {
        var labels = PostgresNames.Labels(cluster.Name);
        labels["cnpg.io/instanceName"] = instance;
        labels["cnpg.io/pvcRole"] = role;
        return OwnedObjects.Claim(labels, storage.Text("size") ?? "1Gi", storage.Text("storageClass"));
    }

    private static JsonObject CreateSpec(ObjectView cluster, string name)
    {
        var spec = cluster.Source.Spec;
        var volumes = new JsonArray(PodParts.ClaimVolume("pgdata", name), PodParts.EmptyVolume("scratch-data"));
        if (spec.Map("walStorage") is not null)
        {
            volumes.Add(PodParts.ClaimVolume("pg-wal", $"{name}-wal"));
        }

        var container = new JsonObject
        {
            ["name"] = "postgres",
            ["image"] = GetImage(cluster),
            ["ports"] = PodParts.Ports(("postgresql", PostgresNames.Port), ("metrics", 9187), ("status", 8000)),
            ["readinessProbe"] = PodParts.HttpProbe("/readyz", 8000),
            ["securityContext"] = PodParts.RestrictedContainer(),
        };
        PodParts.CopyTo(container, spec, "resources");
        var pod = new JsonObject
        {
            ["containers"] = new JsonArray(container),
            ["volumes"] = volumes,
            ["serviceAccountName"] = cluster.Name,
            ["terminationGracePeriodSeconds"] = spec.Number("stopDelay") ?? 1800,
            ["securityContext"] = PodParts.RestrictedPod(User),
        };
        PodParts.CopyTo(pod, spec, "topologySpreadConstraints");
        PodParts.CopyTo(pod, spec, "priorityClassName");
        PodParts.CopyTo(pod, spec, "schedulerName");
        PodParts.CopyTo(pod, spec.Map("affinity"), "nodeSelector");
        PodParts.CopyTo(pod, spec.Map("affinity"), "tolerations");
        AddAffinity(pod, cluster);
        return pod;
    }

    private static void AddAffinity(JsonObject pod, ObjectView cluster)
    {
        var given = cluster.Source.Spec.Map("affinity");
        var affinity = new JsonObject();
        PodParts.CopyTo(affinity, given, "nodeAffinity");
        if (given?["enablePodAntiAffinity"]?.GetValue<bool>() ?? true)
        {
            var term = new JsonObject
            {
                ["topologyKey"] = given.Text("topologyKey") ?? "kubernetes.io/hostname",
                ["labelSelector"] = new JsonObject
                {
                    ["matchLabels"] = new JsonObject { [PostgresNames.ClusterLabel] = cluster.Name, ["cnpg.io/podRole"] = "instance" },
                },
            };
            affinity["podAntiAffinity"] =
                given.Text("podAntiAffinityType") == "required"
                    ? new JsonObject { ["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonArray(term) }
                    : new JsonObject
                    {
                        ["preferredDuringSchedulingIgnoredDuringExecution"] = new JsonArray(
                            new JsonObject { ["weight"] = 100, ["podAffinityTerm"] = term }
                        ),
                    };
        }

        if (affinity.Count > 0)
        {
            pod["affinity"] = affinity;
        }
    }
}

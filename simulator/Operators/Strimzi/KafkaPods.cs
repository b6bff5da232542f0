using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Strimzi;

/// <summary>Describes the pods of a node pool.</summary>
internal static class KafkaPods
{
    public static string GetName(ObjectView pool, string cluster, int id) =>
        string.Create(CultureInfo.InvariantCulture, $"{cluster}-{pool.Name}-{id}");

    public static bool HasRole(ObjectView pool, string role) =>
        pool.Source.Spec.Array("roles")?.Any(candidate => candidate?.ToString() == role) == true;

    /// <summary>The claims of a node with their volumes; none for ephemeral storage.</summary>
    public static IEnumerable<(string Claim, JsonObject Volume)> FindClaims(ObjectView pool, string cluster, int id)
    {
        var (storage, pod) = (pool.Source.Spec.Map("storage"), GetName(pool, cluster, id));
        if (storage.Text("type") == "persistent-claim")
        {
            yield return ($"data-{pod}", storage!);
        }

        foreach (var volume in storage.Objects("volumes").Where(volume => volume.Text("type") == "persistent-claim"))
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"data-{volume.Number("id")}-{pod}"), volume);
        }
    }

    public static OwnedPod Create(ObjectView pool, KubeObject cluster, int id)
    {
        var template = pool.Source.Spec.Map("template") ?? cluster.Spec.Map("kafka", "template");
        var name = GetName(pool, cluster.Name, id);
        var labels = new Dictionary<string, string>(template.TextMap("pod", "metadata", "labels"));
        foreach (var (key, value) in KafkaNames.Labels(cluster.Name, $"{cluster.Name}-kafka", "kafka"))
        {
            labels[key] = value;
        }

        labels["strimzi.io/pod-name"] = name;
        labels["strimzi.io/pool-name"] = pool.Name;
        labels["strimzi.io/controller"] = "strimzipodset";
        labels["strimzi.io/controller-name"] = $"{cluster.Name}-{pool.Name}";
        labels["strimzi.io/broker-role"] = HasRole(pool, "broker") ? "true" : "false";
        labels["strimzi.io/controller-role"] = HasRole(pool, "controller") ? "true" : "false";
        return new OwnedPod
        {
            Name = name,
            Labels = labels,
            Annotations = template.TextMap("pod", "metadata", "annotations"),
            Spec = CreateSpec(pool, cluster, id, template),
        };
    }

    private static JsonObject CreateSpec(ObjectView pool, KubeObject cluster, int id, JsonObject? template)
    {
        var ports = new JsonArray { Port("tcp-replication", 9091) };
        if (HasRole(pool, "controller"))
        {
            ports.Add(Port("tcp-ctrlplane", 9090));
        }

        if (HasRole(pool, "broker"))
        {
            foreach (var listener in cluster.Spec.Objects("kafka", "listeners"))
            {
                ports.Add(Port($"tcp-{listener.Text("name")}", (int)(listener.Number("port") ?? 9092)));
            }
        }

        if (cluster.Spec.Map("kafka", "metricsConfig") is not null)
        {
            ports.Add(Port("tcp-prometheus", 9404));
        }

        var container = new JsonObject
        {
            ["name"] = "kafka",
            ["image"] = cluster.Spec.Text("kafka", "image") ?? "quay.io/strimzi/kafka:1.2.0-kafka-4.3.1",
            ["ports"] = ports,
            ["readinessProbe"] = PodParts.TcpProbe(9091),
        };
        PodParts.CopyTo(container, pool.Source.Spec, "resources");
        PodParts.CopyTo(container, template.Map("kafkaContainer"), "securityContext");
        var claims = FindClaims(pool, cluster.Name, id).ToList();
        var pod = new JsonObject
        {
            ["containers"] = new JsonArray(container),
            ["volumes"] =
                claims.Count > 0
                    ? new JsonArray([.. claims.Select((claim, index) => PodParts.ClaimVolume(GetVolume(claim.Volume), claim.Claim))])
                    : new JsonArray(PodParts.EmptyVolume("data")),
            ["serviceAccountName"] = $"{cluster.Name}-kafka",
            ["terminationGracePeriodSeconds"] = 30,
        };
        var given = template.Map("pod");
        PodParts.CopyScheduling(pod, given);
        PodParts.CopyTo(pod, given, "securityContext");
        PodParts.CopyTo(pod, given, "terminationGracePeriodSeconds");
        PodParts.CopyTo(pod, given, "enableServiceLinks");
        return pod;
    }

    private static string GetVolume(JsonObject volume) =>
        volume.Number("id") is { } id ? string.Create(CultureInfo.InvariantCulture, $"data-{id}") : "data";

    private static JsonObject Port(string name, int port) => new() { ["name"] = name, ["containerPort"] = port };
}

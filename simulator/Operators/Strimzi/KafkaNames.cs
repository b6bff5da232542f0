using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Strimzi;

/// <summary>The names and labels of Strimzi.</summary>
internal static class KafkaNames
{
    public const string ClusterLabel = "strimzi.io/cluster";

    public static readonly GroupResource Clusters = Kind("kafkas");

    public static readonly GroupResource NodePools = Kind("kafkanodepools");

    public static GroupResource Kind(string plural) => new("kafka.strimzi.io", plural);

    /// <summary>Whether the cluster that an object names in its label is ready.</summary>
    public static bool IsReady(StandInContext context, string inNamespace, string cluster) =>
        context.Client.Find(Clusters, inNamespace, cluster)?.Status.HasCondition("Ready") == true;

    /// <summary>The labels of the objects of a component of a cluster, such as <c>events-kafka</c>.</summary>
    public static Dictionary<string, string> Labels(string cluster, string component, string type) =>
        new()
        {
            [ClusterLabel] = cluster,
            ["strimzi.io/kind"] = "Kafka",
            ["strimzi.io/name"] = component,
            ["strimzi.io/component-type"] = type,
            ["app.kubernetes.io/name"] = type,
            ["app.kubernetes.io/instance"] = cluster,
            ["app.kubernetes.io/part-of"] = $"strimzi-{cluster}",
            ["app.kubernetes.io/managed-by"] = "strimzi-cluster-operator",
        };
}

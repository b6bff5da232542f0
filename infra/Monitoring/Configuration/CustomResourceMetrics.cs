using System.Text.Json.Nodes;
using Infra.Backend.Monitoring.Promql;

namespace Infra.Backend.Monitoring.Configuration;

/// <summary>
/// The file that tells kube-state-metrics what to read in custom resources: the backups of Percona's operators, which have no metrics of
/// their own.
/// </summary>
internal static class CustomResourceMetrics
{
    /// <summary>The label with the name of a backup.</summary>
    public const string BackupLabel = "backup";

    /// <summary>Writes the file, as JSON, which is YAML.</summary>
    public static string Write(IEnumerable<PerconaKinds> kinds) =>
        new JsonObject
        {
            ["kind"] = "CustomResourceStateMetrics",
            ["spec"] = new JsonObject { ["resources"] = new JsonArray([.. kinds.SelectMany(Describe)]) },
        }.ToJsonString();

    private static IEnumerable<JsonObject> Describe(PerconaKinds kinds) =>
        [
            Resource(
                kinds,
                kinds.Cluster,
                new JsonObject { ["store"] = Path("metadata", "name") },
                Time(PerconaMetrics.StoreCreated, "When the store was created.", "metadata", "creationTimestamp")
            ),
            Resource(
                kinds,
                kinds.Backup,
                new JsonObject { ["store"] = Path("spec", kinds.ClusterField), [BackupLabel] = Path("metadata", "name") },
                Time(PerconaMetrics.BackupCreated, "When the backup was asked for.", "metadata", "creationTimestamp"),
                Time(PerconaMetrics.BackupCompleted, "When the backup succeeded.", "status", "completed"),
                Metric(
                    PerconaMetrics.BackupState,
                    "The state of the backup.",
                    "StateSet",
                    new JsonObject
                    {
                        ["labelName"] = "state",
                        ["path"] = Path("status", "state"),
                        ["list"] = new JsonArray([.. kinds.States]),
                    }
                )
            ),
        ];

    private static JsonObject Resource(PerconaKinds kinds, string kind, JsonObject labels, params ReadOnlySpan<JsonNode?> metrics)
    {
        labels["namespace"] = Path("metadata", "namespace");
        return new JsonObject
        {
            ["groupVersionKind"] = new JsonObject
            {
                ["group"] = kinds.Group,
                ["version"] = "v1",
                ["kind"] = kind,
            },
            ["metricNamePrefix"] = PerconaMetrics.Prefix,
            ["labelsFromPath"] = labels,
            ["metrics"] = new JsonArray(metrics),
        };
    }

    private static JsonObject Time(string name, string help, params ReadOnlySpan<JsonNode?> path) =>
        Metric(name, help, "Gauge", new JsonObject { ["path"] = new JsonArray(path) });

    private static JsonObject Metric(string name, string help, string type, JsonObject source) =>
        new()
        {
            ["name"] = name[(PerconaMetrics.Prefix.Length + 1)..],
            ["help"] = help,
            ["each"] = new JsonObject { ["type"] = type, [char.ToLowerInvariant(type[0]) + type[1..]] = source },
        };

    private static JsonArray Path(params ReadOnlySpan<JsonNode?> keys) => new(keys);
}

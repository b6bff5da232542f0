using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>
/// The buckets of the Barman Cloud plugin: their status says, for each cluster that archives into them, which backups can be restored.
/// </summary>
internal sealed class PostgresArchive(StandInContext context)
{
    private static readonly GroupResource _buckets = new("barmancloud.cnpg.io", "objectstores");

    /// <summary>Why a plugin of a cluster cannot reach its bucket; null if it can, or names none.</summary>
    /// <param name="inNamespace">The namespace of the cluster.</param>
    /// <param name="plugin">The plugin's entry.</param>
    public string? FindProblem(string inNamespace, JsonObject? plugin) =>
        GetBucket(plugin) is { } name && Find(inNamespace, name) is null ? $"objectstores.barmancloud.cnpg.io \"{name}\" not found" : null;

    /// <summary>Whether the bucket of a plugin has a backup of its cluster.</summary>
    public bool HasBackup(string inNamespace, JsonObject? plugin, string cluster) =>
        GetBucket(plugin) is { } name
        && Find(inNamespace, name)?.Status.Map("serverRecoveryWindow", GetServer(plugin, cluster)) is { } window
        && window.Text("lastSuccessfulBackupTime") is not null;

    /// <summary>Records a backup that succeeded.</summary>
    public void Record(string inNamespace, JsonObject? plugin, string cluster)
    {
        if (GetBucket(plugin) is not { } name || Find(inNamespace, name) is not { } bucket)
        {
            return;
        }

        var (server, now) = (GetServer(plugin, cluster), Timestamps.Format(context.Now));
        var first = bucket.Status.Map("serverRecoveryWindow", server).Text("firstRecoverabilityPoint") ?? now;
        var window = new JsonObject { ["firstRecoverabilityPoint"] = first, ["lastSuccessfulBackupTime"] = now };
        context.Client.Patch(
            _buckets,
            inNamespace,
            name,
            new JsonObject { ["status"] = new JsonObject { ["serverRecoveryWindow"] = new JsonObject { [server] = window } } },
            "status"
        );
    }

    /// <summary>The entry of a plugin in a list of a cluster's spec; null if there is none.</summary>
    public static JsonObject? FindPlugin(JsonObject spec, string? name) =>
        spec.Objects("plugins").FirstOrDefault(plugin => plugin.Text("name") == name);

    private static string? GetBucket(JsonObject? plugin) => plugin.Text("parameters", "barmanObjectName");

    private static string GetServer(JsonObject? plugin, string cluster) => plugin.Text("parameters", "serverName") ?? cluster;

    private KubeObject? Find(string inNamespace, string name) =>
        context.Client.Find(GroupResource.CustomResourceDefinitions, "", $"{_buckets}")?.Status.HasCondition("Established") == true
            ? context.Client.Find(_buckets, inNamespace, name)
            : null;
}

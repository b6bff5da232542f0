using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>A <c>Backup</c>: completed some seconds after its cluster is ready; failed if its plugin is not one of the cluster's.</summary>
internal sealed class PostgresBackup(StandInContext context) : StandIn
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    public override GroupResource Resource => PostgresNames.Kind("backups");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var (spec, status) = (item.Source.Spec, item.Source.Status);
        switch (status.Text("phase"))
        {
            case "completed" or "failed":
                return null;
            case "running" when status.Time("startedAt") is { } started && started + Duration > context.Now:
                return started + Duration - context.Now;
            case "running":
                context.Write(item, new JsonObject { ["phase"] = "completed", ["stoppedAt"] = Timestamps.Format(context.Now) });
                return null;
        }

        var cluster = context.Client.Find(PostgresNames.Clusters, item.Namespace, spec.Text("cluster", "name") ?? "");
        if (cluster is null || !cluster.Status.HasCondition("Ready"))
        {
            context.Write(item, new JsonObject { ["phase"] = "pending" });
            return RetryInterval;
        }

        var plugin = spec.Text("pluginConfiguration", "name");
        if (spec.Text("method") == "plugin" && cluster.Spec.Objects("plugins").All(known => known.Text("name") != plugin))
        {
            context.Write(item, new JsonObject { ["phase"] = "failed", ["error"] = $"requested plugin is not available: {plugin}" });
            return null;
        }

        var now = context.Now;
        context.Write(
            item,
            new JsonObject
            {
                ["phase"] = "running",
                ["method"] = spec.Text("method") ?? "barmanObjectStore",
                ["backupId"] = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture),
                ["backupName"] = item.Name,
                ["startedAt"] = Timestamps.Format(now),
                ["instanceID"] = new JsonObject { ["podName"] = cluster.Status.Text("currentPrimary") },
            }
        );
        return Duration;
    }
}

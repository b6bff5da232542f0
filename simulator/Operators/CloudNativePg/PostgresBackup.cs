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
    private readonly PostgresArchive _archive = new(context);

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
                Complete(item);
                return null;
        }

        var cluster = FindCluster(item);
        if (cluster is null || !cluster.Status.HasCondition("Ready"))
        {
            context.Write(item, new JsonObject { ["phase"] = "pending" });
            return RetryInterval;
        }

        var plugin = spec.Text("pluginConfiguration", "name");
        if (spec.Text("method") == "plugin" && FindProblem(item.Namespace, cluster, plugin) is { } problem)
        {
            context.Write(item, new JsonObject { ["phase"] = "failed", ["error"] = problem });
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

    private KubeObject? FindCluster(PlainObject item) =>
        context.Client.Find(PostgresNames.Clusters, item.Namespace, item.Source.Spec.Text("cluster", "name") ?? "");

    private string? FindProblem(string inNamespace, KubeObject cluster, string? plugin) =>
        PostgresArchive.FindPlugin(cluster.Spec, plugin) is { } found
            ? _archive.FindProblem(inNamespace, found)
            : $"requested plugin is not available: {plugin}";

    private void Complete(PlainObject item)
    {
        context.Write(item, new JsonObject { ["phase"] = "completed", ["stoppedAt"] = Timestamps.Format(context.Now) });
        if (FindCluster(item) is { } cluster)
        {
            var plugin = PostgresArchive.FindPlugin(cluster.Spec, item.Source.Spec.Text("pluginConfiguration", "name"));
            _archive.Record(item.Namespace, plugin, cluster.Name);
        }
    }
}

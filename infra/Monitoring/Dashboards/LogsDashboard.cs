using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>What containers write.</summary>
internal static class LogsDashboard
{
    public static Dashboard Page() => new()
    {
        Uid = "logs",
        Title = "Logs",
        Folder = DashboardFolders.Cluster,
        Description = "What containers write, by namespace and pod.",
        Variables =
        [
            new Variable("namespace", "Namespace", Series(KubeMetrics.PodInfo), "namespace"),
            new Variable("pod", "Pod", Series(KubeMetrics.PodInfo, Is("namespace", "$namespace")), "pod", IsMultiple: true),
        ],
        Links = [new DashboardLink("Pod", "pod")],
        Rows = [Row.Of("Logs", Logs("Logs", "{namespace=\"$namespace\"} | pod=~\"$pod\""))],
    };
}

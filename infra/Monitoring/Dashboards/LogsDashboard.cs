using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The logs of containers.</summary>
internal static class LogsDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.HasLogStore ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "logs",
            Title = "Logs",
            Folder = DashboardFolders.Cluster,
            Description = "The logs of containers, by namespace and pod.",
            Variables =
            [
                new Variable
                {
                    Name = "namespace",
                    Label = "Namespace",
                    Series = Series(KubeMetrics.PodInfo),
                    Source = "namespace",
                },
                new Variable
                {
                    Name = "pod",
                    Label = "Pod",
                    Series = Series(KubeMetrics.PodInfo, Is("namespace", "$namespace")),
                    Source = "pod",
                    IsMultiple = true,
                },
            ],
            Links = [new DashboardLink("Pod", "pod")],
            Rows =
            [
                new Row(
                    "Logs",
                    [new LogsPanel { Title = "Logs", Targets = [new(new PromExpr("{namespace=\"$namespace\"} | pod=~\"$pod\""))] }]
                ),
            ],
        };
}

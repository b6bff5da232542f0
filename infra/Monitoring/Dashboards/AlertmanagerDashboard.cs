using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Incoming alerts and notifications.</summary>
internal static class AlertmanagerDashboard
{
    private static readonly LabelMatcher Own = Is("job", "alertmanager");

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.HasAlertmanager ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "alertmanager",
            Title = "Alertmanager",
            Folder = DashboardFolders.Monitoring,
            Description = "Incoming alerts and notifications.",
            Links = [new DashboardLink("Prometheus", "prometheus")],
            Rows =
            [
                new Row(
                    "Alerts",
                    [
                        new LinesPanel
                        {
                            Title = "Alerts",
                            Unit = Unit.Count,
                            Targets = [new(Max(Series(AlertmanagerMetrics.Alerts, Own), "state"), "{{state}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Received",
                            Unit = Unit.PerSecond,
                            Targets = [new(Sum(Rate(Series(AlertmanagerMetrics.AlertsReceived, Own)), "status"), "{{status}}")],
                        },
                    ]
                ),
                new Row(
                    "Notifications",
                    [
                        new LinesPanel
                        {
                            Title = "Messages",
                            Unit = Unit.PerSecond,
                            Targets = [new(Sum(Rate(Series(AlertmanagerMetrics.Notifications, Own)), "integration"), "{{integration}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Failures",
                            Unit = Unit.PerSecond,
                            Targets =
                            [
                                new(Sum(Rate(Series(AlertmanagerMetrics.NotificationsFailed, Own)), "integration"), "{{integration}}"),
                            ],
                        },
                        new LinesPanel
                        {
                            Title = "99th percentile of the latency",
                            Unit = Unit.Seconds,
                            Targets =
                            [
                                new(
                                    Quantile(0.99, Sum(Rate(Series(AlertmanagerMetrics.NotificationLatency, Own)), "le", "integration")),
                                    "{{integration}}"
                                ),
                            ],
                        },
                        new LinesPanel
                        {
                            Title = "Members of the cluster",
                            Unit = Unit.Count,
                            Targets = [new(Series(AlertmanagerMetrics.ClusterMembers, Own), "{{pod}}")],
                        },
                    ]
                ),
            ],
        };
}

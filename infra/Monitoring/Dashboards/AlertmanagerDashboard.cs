using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Whether people are told.</summary>
internal static class AlertmanagerDashboard
{
    private static readonly LabelMatcher Own = Is("job", "alertmanager");

    public static Dashboard Page() => new()
    {
        Uid = "alertmanager",
        Title = "Alertmanager",
        Folder = DashboardFolders.Monitoring,
        Description = "Alerts that come in, and how telling people of them goes.",
        Links = [new DashboardLink("Prometheus", "prometheus")],
        Rows =
        [
            Row.Of(
                "Alerts",
                Lines("Alerts", Unit.Count, Max(Series(AlertmanagerMetrics.Alerts, Own), "state"), "{{state}}"),
                Lines("Received", Unit.PerSecond, Sum(Rate(Series(AlertmanagerMetrics.AlertsReceived, Own)), "status"), "{{status}}")),
            Row.Of(
                "Telling people",
                Lines("Messages", Unit.PerSecond, Sum(Rate(Series(AlertmanagerMetrics.Notifications, Own)), "integration"), "{{integration}}"),
                Lines("Failures", Unit.PerSecond, Sum(Rate(Series(AlertmanagerMetrics.NotificationsFailed, Own)), "integration"), "{{integration}}"),
                Lines("Slowest in a hundred", Unit.Seconds, Quantile(0.99, Sum(Rate(Series(AlertmanagerMetrics.NotificationLatency, Own)), "le", "integration")), "{{integration}}"),
                Lines("Members of the cluster", Unit.Count, Series(AlertmanagerMetrics.ClusterMembers, Own), "{{pod}}")),
        ],
    };
}

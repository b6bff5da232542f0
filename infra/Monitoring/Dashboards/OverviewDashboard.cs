using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>All services at a glance: where to begin.</summary>
internal static class OverviewDashboard
{
    public static Dashboard Page(MonitoringPlan plan) => new()
    {
        Uid = "overview",
        Title = $"{plan.System.Name} ({plan.System.Stack})",
        Folder = DashboardFolders.Services,
        Description = "All services at a glance: what fires, what is ready, what is used.",
        Links = [.. plan.Services.Select(service => new DashboardLink(service.Name, ServiceDashboard.UidOf(service))), new DashboardLink("Cluster", "cluster")],
        Rows =
        [
            Row.Of(
                "Now",
                Stat("Critical alerts", Unit.Count, Firing("critical"), new Limits(1, 1)),
                Stat("Warnings", Unit.Count, Firing("warning"), new Limits(1, 10)),
                Table("Alerts", Unit.Count, Sum(Series(TargetMetrics.Alerts, Is("alertstate", "firing"), Like("severity", "warning|critical")), "alertname", "severity", "namespace", "service", "pod")) with { Width = 16 }),
            .. plan.Services.Where(service => service.IsLongRunning).Select(service => OfService(service, plan)),
        ],
    };

    private static Row OfService(WatchedService service, MonitoringPlan plan)
    {
        var detail = new DashboardLink(service.Name, ServiceDashboard.UidOf(service));
        return new Row(service.Name, [.. ServiceDashboard.Glance(service, plan).Select(panel => panel with { Link = detail })]);
    }

    private static PromExpr Firing(string severity) => Count(Series(TargetMetrics.Alerts, Is("alertstate", "firing"), Is("severity", severity))).Or(Vector(0));
}

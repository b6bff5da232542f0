using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>All services on one page: the entry point.</summary>
internal static class OverviewDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Page(plan)] : [];

    private static Dashboard Page(MonitoringPlan plan) =>
        new()
        {
            Uid = "overview",
            Title = $"{plan.System.Name} ({plan.System.Stack})",
            Folder = DashboardFolders.Services,
            Description = "Firing alerts, ready pods and resource usage of all services.",
            Links =
            [
                .. plan.Services.Select(service => new DashboardLink(service.Name, ServiceDashboard.Uid(service))),
                new DashboardLink("Cluster", "cluster"),
            ],
            Rows =
            [
                new Row(
                    "Now",
                    [
                        new StatPanel
                        {
                            Title = "Critical alerts",
                            Unit = Unit.Count,
                            Targets = [new(Firing("critical"))],
                            Limits = new Limits(Warning: 1, Critical: 1),
                        },
                        new StatPanel
                        {
                            Title = "Warnings",
                            Unit = Unit.Count,
                            Targets = [new(Firing("warning"))],
                            Limits = new Limits(Warning: 1, Critical: 10),
                        },
                        new TablePanel
                        {
                            Title = "Alerts",
                            Unit = Unit.Count,
                            Targets =
                            [
                                new(
                                    Sum(
                                        Series(TargetMetrics.Alerts, Is("alertstate", "firing"), Like("severity", "warning|critical")),
                                        "alertname",
                                        "severity",
                                        "namespace",
                                        "service",
                                        "pod"
                                    )
                                ),
                            ],
                            Width = 16,
                        },
                    ]
                ),
                .. plan.Services.Where(service => service.IsLongRunning).Select(service => ServiceRow(service, plan)),
            ],
        };

    private static Row ServiceRow(WatchedService service, MonitoringPlan plan)
    {
        var detail = new DashboardLink(service.Name, ServiceDashboard.Uid(service));
        return new Row(service.Name, [.. ServiceDashboard.StatusPanels(service, plan).Select(panel => panel with { Link = detail })]);
    }

    private static PromExpr Firing(string severity) =>
        Count(Series(TargetMetrics.Alerts, Is("alertstate", "firing"), Is("severity", severity))).Or(Vector(0));
}

using System.Collections.Immutable;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>All dashboards of a stack.</summary>
internal static class DashboardCatalogue
{
    public static ImmutableArray<Dashboard> Of(MonitoringPlan plan)
    {
        var dashboards = ImmutableArray.CreateBuilder<Dashboard>();
        if (plan.Settings.Parts.KubeStateMetrics)
        {
            dashboards.Add(OverviewDashboard.Page(plan));
            dashboards.Add(ClusterDashboard.Page());
            dashboards.Add(NamespaceDashboard.Page());
            dashboards.Add(WorkloadDashboard.Page());
            dashboards.Add(PodDashboard.Page());
            dashboards.Add(AutoscalingDashboard.Page());
            dashboards.AddRange(plan.Services.Select(service => ServiceDashboard.Page(service, plan)));
        }

        if (plan.Services.Any(service => service.Objective is not null))
        {
            dashboards.Add(ObjectivesDashboard.Page());
        }

        if (plan.Settings.Parts.NodeExporter)
        {
            dashboards.Add(NodeDashboard.Page());
        }

        if (plan.HasAlertmanager)
        {
            dashboards.Add(AlertmanagerDashboard.Page());
        }

        if (plan.HasLogStore)
        {
            dashboards.Add(LogsDashboard.Page());
        }

        dashboards.Add(NetworkingDashboard.Page());
        dashboards.Add(ApiServerDashboard.Page());
        dashboards.Add(VolumesDashboard.Page());
        dashboards.Add(PrometheusDashboard.Page());
        return dashboards.ToImmutable();
    }
}

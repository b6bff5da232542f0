using System.Collections.Immutable;

namespace Infra.Monitoring.Dashboards;

/// <summary>All dashboards of a stack.</summary>
internal static class DashboardCatalogue
{
    public static ImmutableArray<Dashboard> Of(MonitoringPlan plan)
    {
        var dashboards = ImmutableArray.CreateBuilder<Dashboard>();
        dashboards.Add(PrometheusDashboard.Page());
        return dashboards.ToImmutable();
    }
}

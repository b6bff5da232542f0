using System.Collections.Immutable;
using Infra.Backend.Planning.Monitoring;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>All dashboards of a stack.</summary>
internal static class DashboardCatalogue
{
    /// <summary>Each source decides by the plan whether the exporters it needs are deployed.</summary>
    public static ImmutableArray<Func<MonitoringPlan, IEnumerable<Dashboard>>> Sources { get; } =
    [
        OverviewDashboard.Pages,
        ClusterDashboard.Pages,
        NamespaceDashboard.Pages,
        WorkloadDashboard.Pages,
        PodDashboard.Pages,
        AutoscalingDashboard.Pages,
        ServiceDashboard.Pages,
        ObjectivesDashboard.Pages,
        NodeDashboard.Pages,
        AlertmanagerDashboard.Pages,
        LogsDashboard.Pages,
        NetworkingDashboard.Pages,
        ApiServerDashboard.Pages,
        VolumesDashboard.Pages,
        StoreDashboard.Pages,
        BackupsDashboard.Pages,
        PrometheusDashboard.Pages,
    ];

    public static ImmutableArray<Dashboard> Create(MonitoringPlan plan) => [.. Sources.SelectMany(source => source(plan))];
}

using Infra.Backend.Monitoring.Stores;
using Infra.Backend.Planning.Monitoring;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The servers of one store, by the metrics of its kind.</summary>
internal static class StoreDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) =>
        plan.Stores.Select(store => new Dashboard
        {
            Uid = ServiceDashboard.Shorten($"store-{store.Name}"),
            Title = $"Store {store.Name}",
            Folder = DashboardFolders.Services,
            Description = $"The servers of {store.Name}, and what clients do there.",
            Links = [new DashboardLink("Overview", "overview")],
            Rows = [.. StoreMonitor.Create(store, plan).CreateRows()],
        });
}

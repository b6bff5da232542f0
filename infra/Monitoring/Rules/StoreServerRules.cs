using Infra.Backend.Monitoring.Stores;
using Infra.Backend.Planning.Monitoring;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the servers of stores, from their metrics.</summary>
internal static class StoreServerRules
{
    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) =>
        plan.Stores.Select(store => new RuleGroup($"store-{store.Name}", [.. StoreMonitor.Create(store, plan).CreateAlerts()]));
}

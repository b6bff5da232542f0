using System.Collections.Immutable;
using Infra.Backend.Planning.Monitoring;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>The alerts that every service gets from its declaration.</summary>
internal static class ServiceRules
{
    public static IEnumerable<RuleGroup> GroupsFor(WatchedService service, MonitoringPlan plan) =>
        [new($"service-{service.Name}", [.. Alerts(service, plan).Select(alert => alert with { Labels = LabelsFor(service) })])];

    /// <summary>The labels of everything about a service, for routing and inhibition.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsFor(WatchedService service)
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("namespace", service.Namespace).Add("service", service.Name);
        return service.Owner is { } owner ? labels.Add("owner", owner) : labels;
    }

    private static List<AlertRule> Alerts(WatchedService service, MonitoringPlan plan)
    {
        var thresholds = plan.Settings.Thresholds;
        var alerts = new List<AlertRule>();
        if (plan.Settings.Parts.KubeStateMetrics)
        {
            alerts.AddRange(ServicePodAlerts.Create(service, thresholds));
        }

        if (RequestSource.Find(service) is { } requests)
        {
            alerts.AddRange(ServiceTrafficAlerts.OnRequests(service, requests, thresholds));
        }

        if (service.Metrics is { Queue: { } queue })
        {
            alerts.Add(ServiceTrafficAlerts.OnQueue(service, queue));
        }

        if (plan.Probed.Any(probed => probed.Service == service))
        {
            alerts.AddRange(ServiceTrafficAlerts.OnHosts(service, thresholds));
        }

        return alerts;
    }
}

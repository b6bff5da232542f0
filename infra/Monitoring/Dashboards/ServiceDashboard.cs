using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>One service: its requests, its pods, its promises.</summary>
internal static class ServiceDashboard
{
    private const int LongestUid = 40;

    /// <summary>Grafana takes forty characters: of a longer name the beginning, and a checksum that tells it from others.</summary>
    public static string UidOf(WatchedService service)
    {
        var uid = $"service-{service.Name}";
        return uid.Length <= LongestUid ? uid : $"{uid[..(LongestUid - 9)]}-{Checksum(uid)}";
    }

    public static Dashboard Page(WatchedService service, MonitoringPlan plan) => new()
    {
        Uid = UidOf(service),
        Title = service.Name,
        Folder = DashboardFolders.Services,
        Description = $"The requests, pods and promises of {service.Name}{(service.Owner is { } owner ? $", which belongs to {owner}" : "")}.",
        Links = [new DashboardLink("Overview", "overview"), new DashboardLink("Pods", "pod", $"var-namespace={service.Namespace}"), new DashboardLink("Logs", "logs", $"var-namespace={service.Namespace}")],
        Rows = [.. Rows(service, plan)],
    };

    /// <summary>What shows in one line how a service is.</summary>
    public static IEnumerable<Panel> Glance(WatchedService service, MonitoringPlan plan)
    {
        yield return Stat("Pods ready", Unit.Count, Sum(Series(KubeMetrics.PodReady, [.. Pods(service), Is("condition", "true")])), new Limits(1, 0.5));
        yield return Stat("Memory of the limit", Unit.Share, Max(MemoryShare(service)), new Limits(0.8, plan.Settings.Thresholds.SaturationPercent / 100));
        if (RequestSource.Of(service) is { } requests)
        {
            var (duration, name) = requests.Durations[^1];
            yield return Stat("Requests", Unit.RequestsPerSecond, requests.All(Minutes(5)));
            yield return Stat("Failures", Unit.Share, requests.FailedShare(Minutes(5)), new Limits(0.01, plan.Settings.Thresholds.ErrorPercent / 100));
            yield return Stat($"Duration ({name})", Unit.Seconds, duration, new Limits(plan.Settings.Thresholds.Latency.TotalSeconds / 2, plan.Settings.Thresholds.Latency.TotalSeconds));
        }

        foreach (var objective in Slo.ServiceObjective.Of(service).Take(1))
        {
            yield return Stat("Error budget left", Unit.Share, BudgetLeft(service, objective.Name), new Limits(0.25, 0)) with { Description = $"Of the objective of {objective.Name}." };
        }
    }

    private static IEnumerable<Row> Rows(WatchedService service, MonitoringPlan plan)
    {
        if (service.IsLongRunning)
        {
            yield return new Row("Now", [.. Glance(service, plan)]);
        }

        if (RequestSource.Of(service) is { } requests)
        {
            yield return Row.Of(
                "Requests",
                Lines("Requests", Unit.RequestsPerSecond, Sum(Rate(requests.ByStatus), requests.StatusLabel), $"{{{{{requests.StatusLabel}}}}}") with { Width = 8 },
                Lines("Failures", Unit.Share, requests.FailedShare(Minutes(5)), "failed") with { Width = 8 },
                Lines("Duration", Unit.Seconds, [.. requests.Durations]) with { Width = 8 });
        }

        if (service.Metrics is { Queue: { } queue })
        {
            yield return Row.Of("Queue", Lines("Length", Unit.Count, Max(ServiceRules.QueueLength(service, queue)), "waiting") with { Limits = new Limits(queue.Max / 2.0, queue.Max) });
        }

        if (Slo.ServiceObjective.Of(service).ToArray() is { Length: > 0 } objectives)
        {
            yield return new Row("Objectives", [.. objectives.Select(objective => Lines($"Error budget left: {objective.Name}", Unit.Share, BudgetLeft(service, objective.Name), objective.Name) with { Limits = new Limits(0.25, 0) })]);
        }

        yield return Row.Of(
            "Pods", ResourcePanels.Cpu("pod", Pods(service)), ResourcePanels.Memory("pod", Pods(service)), ResourcePanels.MemoryAgainstLimits("pod", Pods(service)),
            ResourcePanels.Throttled("pod", Pods(service)), ResourcePanels.Restarts("pod", Pods(service)), ResourcePanels.Received("pod", Pods(service)));
        if (service.IsAutoscaled)
        {
            yield return Row.Of("Scaling", Lines("Pods", Unit.Count, (OfAutoscaler(service, KubeMetrics.HpaCurrent), "there are"), (OfAutoscaler(service, KubeMetrics.HpaDesired), "wanted"), (OfAutoscaler(service, KubeMetrics.HpaMax), "at most")));
        }
    }

    private static PromExpr OfAutoscaler(WatchedService service, string metric) => Max(Series(metric, Is("namespace", service.Namespace), Like("horizontalpodautoscaler", string.Join('|', service.Workloads))));

    private static PromExpr BudgetLeft(WatchedService service, string name) =>
        Max(Series(Slo.ObjectiveRules.BudgetLeft, Is("namespace", service.Namespace), Is("service", service.Name), Is("slo", name)));

    private static PromExpr MemoryShare(WatchedService service) =>
        Sum(Series(ResourceRecordings.ContainerMemory, Pods(service)), "pod") / Sum(Series(ResourceRecordings.MemoryLimits, Pods(service)), "pod");

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));

    private static LabelMatcher[] Pods(WatchedService service) => [Is("namespace", service.Namespace), Like("pod", ServiceRules.PodPattern(service))];
}

using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Monitoring.Slo;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>One service: its requests, pods and objectives.</summary>
internal static class ServiceDashboard
{
    private const int LongestUid = 40;

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) =>
        plan.Settings.Parts.KubeStateMetrics ? plan.Services.Select(service => Page(service, plan)) : [];

    /// <summary>Grafana accepts forty characters. A longer name is truncated, and a checksum keeps it unique.</summary>
    public static string Uid(WatchedService service) => Shorten($"service-{service.Name}");

    /// <summary>Truncates a dashboard's name where Grafana would refuse it.</summary>
    internal static string Shorten(string uid) => uid.Length <= LongestUid ? uid : $"{uid[..(LongestUid - 9)]}-{Checksum(uid)}";

    /// <summary>The state of a service in one row of numbers.</summary>
    public static IEnumerable<Panel> StatusPanels(WatchedService service, MonitoringPlan plan)
    {
        yield return new StatPanel
        {
            Title = "Pods ready",
            Unit = Unit.Count,
            Targets = [new(Sum(Series(KubeMetrics.PodReady, [.. Pods(service), Is("condition", "true")])))],
            Limits = new Limits(Warning: 1, Critical: 0.5),
        };
        yield return new StatPanel
        {
            Title = "Memory usage / limit",
            Unit = Unit.Share,
            Targets = [new(Max(MemoryShare(service)))],
            Limits = new Limits(Warning: 0.8, Critical: plan.Settings.Thresholds.SaturationPercent / 100),
        };
        if (RequestSource.Find(service) is { } requests)
        {
            var (duration, name) = requests.Durations[^1];
            yield return new StatPanel
            {
                Title = "Requests",
                Unit = Unit.RequestsPerSecond,
                Targets = [new(requests.All(Minutes(5)))],
            };
            yield return new StatPanel
            {
                Title = "Failures",
                Unit = Unit.Share,
                Targets = [new(requests.FailedShare(Minutes(5)))],
                Limits = new Limits(Warning: 0.01, Critical: plan.Settings.Thresholds.ErrorPercent / 100),
            };
            yield return new StatPanel
            {
                Title = $"Duration ({name})",
                Unit = Unit.Seconds,
                Targets = [new(duration)],
                Limits = new Limits(
                    Warning: plan.Settings.Thresholds.Latency.TotalSeconds / 2,
                    Critical: plan.Settings.Thresholds.Latency.TotalSeconds
                ),
            };
        }

        foreach (var objective in ServiceObjective.Find(service).Take(1))
        {
            yield return new StatPanel
            {
                Title = "Remaining error budget",
                Unit = Unit.Share,
                Targets = [new(BudgetLeft(service, objective.Name))],
                Limits = new Limits(Warning: 0.25, Critical: 0),
                Description = $"Of the objective of {objective.Name}.",
            };
        }
    }

    private static Dashboard Page(WatchedService service, MonitoringPlan plan)
    {
        var owner = service.Owner is null ? "" : $", which belongs to {service.Owner}";
        return new Dashboard
        {
            Uid = Uid(service),
            Title = service.Name,
            Folder = DashboardFolders.Services,
            Description = $"The requests, pods and objectives of {service.Name}{owner}.",
            Links =
            [
                new DashboardLink("Overview", "overview"),
                new DashboardLink("Pods", "pod", $"var-namespace={service.Namespace}"),
                new DashboardLink("Logs", "logs", $"var-namespace={service.Namespace}"),
            ],
            Rows = [.. Rows(service, plan)],
        };
    }

    private static IEnumerable<Row> Rows(WatchedService service, MonitoringPlan plan)
    {
        if (service.IsLongRunning)
        {
            yield return new Row("Now", [.. StatusPanels(service, plan)]);
        }

        if (RequestSource.Find(service) is { } requests)
        {
            yield return new Row(
                "Requests",
                [
                    new LinesPanel
                    {
                        Title = "Requests",
                        Unit = Unit.RequestsPerSecond,
                        Targets = [new(Sum(Rate(requests.ByStatus), requests.StatusLabel), $"{{{{{requests.StatusLabel}}}}}")],
                        Width = 8,
                    },
                    new LinesPanel
                    {
                        Title = "Failures",
                        Unit = Unit.Share,
                        Targets = [new(requests.FailedShare(Minutes(5)), "failed")],
                        Width = 8,
                    },
                    new LinesPanel
                    {
                        Title = "Duration",
                        Unit = Unit.Seconds,
                        Targets = [.. requests.Durations.Select(shown => new Target(shown.Duration, shown.Name))],
                        Width = 8,
                    },
                ]
            );
        }

        if (service.Metrics is { Queue: { } queue })
        {
            yield return new Row(
                "Queue",
                [
                    new LinesPanel
                    {
                        Title = "Length",
                        Unit = Unit.Count,
                        Targets = [new(Max(ServiceTrafficAlerts.QueueLength(service, queue)), "waiting")],
                        Limits = new Limits(Warning: queue.Max / 2.0, Critical: queue.Max),
                    },
                ]
            );
        }

        if (ServiceObjective.Find(service).ToArray() is { Length: > 0 } objectives)
        {
            yield return new Row(
                "Objectives",
                [
                    .. objectives.Select(objective => new LinesPanel
                    {
                        Title = $"Remaining error budget: {objective.Name}",
                        Unit = Unit.Share,
                        Targets = [new(BudgetLeft(service, objective.Name), objective.Name)],
                        Limits = new Limits(Warning: 0.25, Critical: 0),
                    }),
                ]
            );
        }

        yield return new Row(
            "Pods",
            [
                ResourcePanels.Cpu("pod", Pods(service)),
                ResourcePanels.Memory("pod", Pods(service)),
                ResourcePanels.MemoryAgainstLimits("pod", Pods(service)),
                ResourcePanels.Throttled("pod", Pods(service)),
                ResourcePanels.Restarts("pod", Pods(service)),
                ResourcePanels.Received("pod", Pods(service)),
            ]
        );
        if (service.IsAutoscaled)
        {
            yield return new Row(
                "Scaling",
                [
                    new LinesPanel
                    {
                        Title = "Pods",
                        Unit = Unit.Count,
                        Targets =
                        [
                            new(Autoscaler(service, KubeMetrics.HpaCurrent), "current"),
                            new(Autoscaler(service, KubeMetrics.HpaDesired), "desired"),
                            new(Autoscaler(service, KubeMetrics.HpaMax), "maximum"),
                        ],
                    },
                ]
            );
        }
    }

    private static PromExpr Autoscaler(WatchedService service, string metric) =>
        Max(Series(metric, Is("namespace", service.Namespace), Like("horizontalpodautoscaler", string.Join('|', service.Autoscalers))));

    private static PromExpr BudgetLeft(WatchedService service, string name) =>
        Max(Series(ObjectiveRules.BudgetLeft, Is("namespace", service.Namespace), Is("service", service.Name), Is("slo", name)));

    private static PromExpr MemoryShare(WatchedService service) =>
        Sum(Series(ResourceRecordings.ContainerMemory, Pods(service)), "pod")
        / Sum(Series(ResourceRecordings.MemoryLimits, Pods(service)), "pod");

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));

    private static LabelMatcher[] Pods(WatchedService service) => ServicePodSelector.Matchers(service);
}

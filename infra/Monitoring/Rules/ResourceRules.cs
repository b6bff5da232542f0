using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the capacity of the cluster, on quotas and on CPU throttling.</summary>
internal static class ResourceRules
{
    private const string RaiseHeadroom = "Raise quota.headroom in the stack's settings, or lower the services' requests.";

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) =>
        plan.Settings.Parts.KubeStateMetrics ? [Group(new RuleContext(plan))] : [];

    private static RuleGroup Group(RuleContext context) =>
        new(
            "kubernetes-resources",
            [
                Overcommit("KubeCPUOvercommit", "cpu", ResourceRecordings.CpuRequests, "CPU"),
                Overcommit("KubeMemoryOvercommit", "memory", ResourceRecordings.MemoryRequests, "memory"),
                QuotaOvercommit("KubeCPUQuotaOvercommit", "cpu", "CPU"),
                QuotaOvercommit("KubeMemoryQuotaOvercommit", "memory", "memory"),
                new AlertRule
                {
                    Name = "KubeQuotaAlmostFull",
                    Expression = (QuotaUse(context) > 0.9).And(QuotaUse(context) < 1),
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary = QuotaSummary("is almost used up"),
                    Meaning = "The pods of the next rollout or scale-up may be rejected.",
                    Runbook = RaiseHeadroom,
                },
                new AlertRule
                {
                    Name = "KubeQuotaFullyUsed",
                    Expression = QuotaUse(context).EqualTo(1),
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary = QuotaSummary("is used up"),
                    Meaning = "New pods are rejected.",
                    Runbook = RaiseHeadroom,
                },
                new AlertRule
                {
                    Name = "KubeQuotaExceeded",
                    Expression = QuotaUse(context) > 1,
                    For = Minutes(15),
                    Severity = Severity.Warning,
                    Summary = QuotaSummary("is exceeded"),
                    Meaning = "The quota was lowered below the current usage; terminated pods are not replaced.",
                    Runbook = "Raise the quota, or scale services down.",
                },
                new AlertRule
                {
                    Name = "CPUThrottlingHigh",
                    Expression = Throttled(context) > context.Thresholds.ThrottledPercent / 100,
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary =
                        "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} is throttled in {{ $value | humanizePercentage }} of its CPU periods.",
                    Meaning = "Latency is higher than necessary.",
                    Runbook = "Raise or remove the CPU limit.",
                },
            ]
        );

    private static PromExpr Throttled(RuleContext context)
    {
        var throttled = Increase(context.Series(KubeletMetrics.ContainerCpuThrottled, IsNot("container", "")), Minutes(5));
        var all = Increase(context.Series(KubeletMetrics.ContainerCpuPeriods), Minutes(5));
        return Sum(throttled, "namespace", "pod", "container", "node") / Sum(all, "namespace", "pod", "container", "node");
    }

    /// <summary>Requests exceed what remains after the loss of the largest node. Clusters of one node are left out.</summary>
    private static AlertRule Overcommit(string name, string resource, string requests, string what)
    {
        var allocatable = Series(KubeMetrics.NodeAllocatable, Is("resource", resource));
        var left = Sum(allocatable) - Max(allocatable);
        return new AlertRule
        {
            Name = name,
            Expression = (Sum(Series(requests)) - left > 0).And(left > 0),
            For = Minutes(10),
            Severity = Severity.Warning,
            Summary = $"Pods request more {what} than would remain after the loss of a node.",
            Meaning = "If a node fails, some of its pods cannot be rescheduled.",
            Runbook = "Add a node, or lower requests that exceed usage.",
        };
    }

    private static AlertRule QuotaOvercommit(string name, string resource, string what) =>
        new()
        {
            Name = name,
            Expression = (Sum(HardLimit(resource)) / Sum(Series(KubeMetrics.NodeAllocatable, Is("resource", resource)))) > 1.5,
            For = Minutes(5),
            Severity = Severity.Warning,
            Summary = $"The sum of all quotas exceeds 150 % of the cluster's {what}.",
            Meaning = "A namespace within its quota may find no free resources.",
            Runbook = "Lower the quotas, or add nodes.",
        };

    private static PromExpr HardLimit(string resource) =>
        Min(
            Series(KubeMetrics.ResourceQuota, Is("type", "hard"), Like("resource", $"({resource}|requests.{resource})")),
            "namespace",
            "resource"
        );

    private static PromExpr QuotaUse(RuleContext context) =>
        Max(context.Series(KubeMetrics.ResourceQuota, Is("type", "used")), "namespace", "resource", "resourcequota")
        / (Max(context.Series(KubeMetrics.ResourceQuota, Is("type", "hard")), "namespace", "resource", "resourcequota") > 0);

    private static string QuotaSummary(string state) =>
        $"The quota of {{{{ $labels.namespace }}}} for {{{{ $labels.resource }}}} {state} ({{{{ $value | humanizePercentage }}}}).";
}

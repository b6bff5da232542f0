using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the capacity of the cluster, on quotas and on CPU throttling.</summary>
internal static class ResourceRules
{
    private const string RaiseHeadroom = "Raise quota.headroom in the stack's settings, or lower what services ask for.";

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) =>
        plan.Settings.Parts.KubeStateMetrics ? [Group(new RuleContext(plan))] : [];

    private static RuleGroup Group(RuleContext context) =>
        new(
            "kubernetes-resources",
            [
                Overcommit("KubeCPUOvercommit", "cpu", ResourceRecordings.CpuRequests, "processor time"),
                Overcommit("KubeMemoryOvercommit", "memory", ResourceRecordings.MemoryRequests, "memory"),
                QuotaOvercommit("KubeCPUQuotaOvercommit", "cpu", "processor time"),
                QuotaOvercommit("KubeMemoryQuotaOvercommit", "memory", "memory"),
                new AlertRule
                {
                    Name = "KubeQuotaAlmostFull",
                    Expression = (QuotaUse(context) > 0.9).And(QuotaUse(context) < 1),
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary = QuotaSummary("is almost used up"),
                    Meaning = "The next rollout or scale-up may be refused.",
                    Runbook = RaiseHeadroom,
                },
                new AlertRule
                {
                    Name = "KubeQuotaFullyUsed",
                    Expression = QuotaUse(context).EqualTo(1),
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary = QuotaSummary("is used up"),
                    Meaning = "New pods are refused.",
                    Runbook = RaiseHeadroom,
                },
                new AlertRule
                {
                    Name = "KubeQuotaExceeded",
                    Expression = QuotaUse(context) > 1,
                    For = Minutes(15),
                    Severity = Severity.Warning,
                    Summary = QuotaSummary("is exceeded"),
                    Meaning = "The quota was lowered under what is in use; pods that end are not replaced.",
                    Runbook = "Raise the quota, or scale services down.",
                },
                new AlertRule
                {
                    Name = "CPUThrottlingHigh",
                    Expression = Throttled(context) > context.Thresholds.ThrottledPercent / 100,
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary =
                        "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} is throttled in {{ $value | humanizePercentage }} of its time.",
                    Meaning = "It answers more slowly than it could.",
                    Runbook = "Raise its CPU limit, or leave the limit out.",
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
            Summary = $"Pods request more {what} than is left when a node is lost.",
            Meaning = "If a node fails, some of its pods cannot be rescheduled.",
            Runbook = "Add a node, or lower requests that are not used.",
        };
    }

    private static AlertRule QuotaOvercommit(string name, string resource, string what) =>
        new()
        {
            Name = name,
            Expression = (Sum(HardLimit(resource)) / Sum(Series(KubeMetrics.NodeAllocatable, Is("resource", resource)))) > 1.5,
            For = Minutes(5),
            Severity = Severity.Warning,
            Summary = $"All quotas together allow one and a half times the cluster's {what}.",
            Meaning = "Namespaces may use up what others count on.",
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

using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether there is enough of the cluster's resources.</summary>
internal static class ResourceRules
{
    public static RuleGroup Group(RuleContext context) => RuleGroup.Of(
        "kubernetes-resources",
        Overcommit("KubeCPUOvercommit", "cpu", ResourceRecordings.CpuRequests, "processor time"),
        Overcommit("KubeMemoryOvercommit", "memory", ResourceRecordings.MemoryRequests, "memory"),
        QuotaOvercommit("KubeCPUQuotaOvercommit", "cpu", "processor time"),
        QuotaOvercommit("KubeMemoryQuotaOvercommit", "memory", "memory"),
        Quota("KubeQuotaAlmostFull", (QuotaUse(context) > 0.9).And(QuotaUse(context) < 1), Severity.Info, "is almost used up",
            "The next rollout or scale-up may be refused.", "Raise quota.headroom in the stack's settings, or lower what services ask for."),
        Quota("KubeQuotaFullyUsed", QuotaUse(context).EqualTo(1), Severity.Info, "is used up",
            "New pods are refused.", "Raise quota.headroom in the stack's settings, or lower what services ask for."),
        Quota("KubeQuotaExceeded", QuotaUse(context) > 1, Severity.Warning, "is exceeded",
            "The quota was lowered under what is in use; pods that end are not replaced.", "Raise the quota, or scale services down."),
        new AlertRule("CPUThrottlingHigh", Throttled(context) > context.Thresholds.ThrottledPercent / 100)
        {
            For = Minutes(15),
            Severity = Severity.Info,
            Summary = "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} is throttled in {{ $value | humanizePercentage }} of its time.",
            Meaning = "It answers more slowly than it could.",
            Runbook = "Raise its CPU limit, or leave the limit out.",
        });

    private static PromExpr Throttled(RuleContext context) =>
        Sum(Increase(Series(KubeletMetrics.ContainerCpuThrottled, context.InScope, IsNot("container", "")), Minutes(5)), "namespace", "pod", "container", "node")
            / Sum(Increase(Series(KubeletMetrics.ContainerCpuPeriods, context.InScope), Minutes(5)), "namespace", "pod", "container", "node");

    /// <summary>Requests beyond what is left when the largest node is lost; a cluster of one node has nothing to lose it to.</summary>
    private static AlertRule Overcommit(string name, string resource, string requests, string what)
    {
        var allocatable = Series(KubeMetrics.NodeAllocatable, Is("resource", resource));
        var left = Sum(allocatable) - Max(allocatable);
        return new AlertRule(name, (Sum(Series(requests)) - left > 0).And(left > 0))
        {
            For = Minutes(10),
            Severity = Severity.Warning,
            Summary = $"Pods request more {what} than is left when a node is lost.",
            Meaning = "If a node fails, some of its pods find no place.",
            Runbook = "Add a node, or lower requests that are not used.",
        };
    }

    private static AlertRule QuotaOvercommit(string name, string resource, string what) => new(
        name,
        (Sum(Min(Series(KubeMetrics.ResourceQuota, Is("type", "hard"), Like("resource", $"({resource}|requests.{resource})")), "namespace", "resource"))
            / Sum(Series(KubeMetrics.NodeAllocatable, Is("resource", resource)))) > 1.5)
    {
        For = Minutes(5),
        Severity = Severity.Warning,
        Summary = $"All quotas together allow one and a half times the cluster's {what}.",
        Meaning = "Namespaces may use up what others count on.",
        Runbook = "Lower the quotas, or add nodes.",
    };

    private static PromExpr QuotaUse(RuleContext context) =>
        Max(Series(KubeMetrics.ResourceQuota, context.InScope, Is("type", "used")), "namespace", "resource", "resourcequota")
            / (Max(Series(KubeMetrics.ResourceQuota, context.InScope, Is("type", "hard")), "namespace", "resource", "resourcequota") > 0);

    private static AlertRule Quota(string name, PromExpr expression, Severity severity, string state, string meaning, string runbook) => new(name, expression)
    {
        For = Minutes(15),
        Severity = severity,
        Summary = $"The quota of {{{{ $labels.namespace }}}} for {{{{ $labels.resource }}}} {state} ({{{{ $value | humanizePercentage }}}}).",
        Meaning = meaning,
        Runbook = runbook,
    };
}

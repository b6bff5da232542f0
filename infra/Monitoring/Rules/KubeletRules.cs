using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on persistent volumes, evictions and the availability of the kubelets.</summary>
internal static class KubeletRules
{
    private const string Meaning = "Once it is full, writes fail.";
    private const string Runbook = "Delete data, or expand the claim if its storage class allows it.";

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => [Group(new RuleContext(plan))];

    private static RuleGroup Group(RuleContext context) => new("kubelet", [.. Volumes(context), .. Kubelets()]);

    private static IEnumerable<Rule> Volumes(RuleContext context)
    {
        var space = context.Series(KubeletMetrics.VolumeAvailable);
        var inodes = context.Series(KubeletMetrics.VolumeInodesFree);
        var spaceLeft = space / context.Series(KubeletMetrics.VolumeCapacity);
        var inodesLeft = inodes / context.Series(KubeletMetrics.VolumeInodes);
        var used = context.Series(KubeletMetrics.VolumeUsed) > 0;
        var inodesUsed = context.Series(KubeletMetrics.VolumeInodesUsed) > 0;
        var floor = context.Thresholds.VolumeFreePercent / 100;
        return
        [
            new AlertRule
            {
                Name = "KubePersistentVolumeFillingUp",
                Expression = (spaceLeft < floor).And(used),
                For = Minutes(1),
                Severity = Severity.Critical,
                Summary = Summary("is almost full: {{ $value | humanizePercentage }} left"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "KubePersistentVolumeFillingUp",
                Expression = (spaceLeft < 0.15).And(used).And(Predict(space, Hours(6), Days(4)) < 0),
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = Summary("will be full within four days: {{ $value | humanizePercentage }} left"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "KubePersistentVolumeInodesFillingUp",
                Expression = (inodesLeft < floor).And(inodesUsed),
                For = Minutes(1),
                Severity = Severity.Critical,
                Summary = Summary("has almost no inodes left: {{ $value | humanizePercentage }}"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "KubePersistentVolumeInodesFillingUp",
                Expression = (inodesLeft < 0.15).And(inodesUsed).And(Predict(inodes, Hours(6), Days(4)) < 0),
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = Summary("will have no inodes left within four days: {{ $value | humanizePercentage }} left"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
        ];
    }

    private static IEnumerable<Rule> Kubelets() =>
        [
            new AlertRule
            {
                Name = "KubePersistentVolumeErrors",
                Expression = Increase(Kubelet(KubeletMetrics.StorageErrors, Is("status", "fail-unknown")), Minutes(15)) > 0,
                For = Minutes(5),
                Severity = Severity.Critical,
                Summary = "{{ $labels.node }} fails volume operations ({{ $labels.operation_name }}, {{ $labels.volume_plugin }}).",
                Meaning = "Pods with such volumes do not start or terminate.",
                Runbook = "Check the events of the waiting pods (kubectl describe pod) and the storage driver's pods.",
            },
            new AlertRule
            {
                Name = "KubeNodeEviction",
                Expression = Sum(Rate(Kubelet(KubeletMetrics.Evictions), Minutes(15)), "node", "eviction_signal") > 0,
                Severity = Severity.Info,
                Summary = "{{ $labels.node }} evicts pods because of {{ $labels.eviction_signal }}.",
                Meaning = "The node is short of a resource; evicted pods are rescheduled elsewhere.",
                Runbook = "Find the pods whose usage exceeds their requests.",
            },
            new AlertRule
            {
                Name = "KubeletDown",
                Expression = Absent(Kubelet(TargetMetrics.Up)).Or(Kubelet(TargetMetrics.Up).EqualTo(0)),
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "The kubelet of {{ $labels.node }} is unreachable.",
                Meaning = "The node cannot start or stop pods, and its metrics are missing.",
                Runbook = "Check whether the node is up, and read the kubelet's log on it.",
            },
        ];

    private static string Summary(string state) =>
        $"The volume {{{{ $labels.namespace }}}}/{{{{ $labels.persistentvolumeclaim }}}} {state}.";

    private static SeriesSelector Kubelet(string metric, params ReadOnlySpan<LabelMatcher> matchers) =>
        Series(metric, [Is("job", ScrapeJobs.Kubelet), .. matchers]);
}

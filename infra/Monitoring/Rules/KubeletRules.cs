using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>What kubelets tell: volumes, evictions, and whether they answer at all.</summary>
internal static class KubeletRules
{
    public static RuleGroup Group(RuleContext context)
    {
        var space = Series(KubeletMetrics.VolumeAvailable, context.InScope);
        var inodes = Series(KubeletMetrics.VolumeInodesFree, context.InScope);
        var spaceLeft = (PromExpr)space / Series(KubeletMetrics.VolumeCapacity, context.InScope);
        var inodesLeft = (PromExpr)inodes / Series(KubeletMetrics.VolumeInodes, context.InScope);
        var used = (PromExpr)Series(KubeletMetrics.VolumeUsed, context.InScope) > 0;
        var inodesUsed = (PromExpr)Series(KubeletMetrics.VolumeInodesUsed, context.InScope) > 0;
        var floor = context.Thresholds.VolumeFreePercent / 100;
        return RuleGroup.Of(
            "kubelet",
            Volume("KubePersistentVolumeFillingUp", (spaceLeft < floor).And(used), 1, Severity.Critical, "is almost full: {{ $value | humanizePercentage }} left"),
            Volume("KubePersistentVolumeFillingUp", (spaceLeft < 0.15).And(used).And(Predict(space, Hours(6), Days(4)) < 0), 60, Severity.Warning, "will be full within four days: {{ $value | humanizePercentage }} left"),
            Volume("KubePersistentVolumeInodesFillingUp", (inodesLeft < floor).And(inodesUsed), 1, Severity.Critical, "has almost no inodes left: {{ $value | humanizePercentage }}"),
            Volume("KubePersistentVolumeInodesFillingUp", (inodesLeft < 0.15).And(inodesUsed).And(Predict(inodes, Hours(6), Days(4)) < 0), 60, Severity.Warning, "will have no inodes left within four days: {{ $value | humanizePercentage }} left"),
            new AlertRule("KubePersistentVolumeErrors", Increase(Series(KubeletMetrics.StorageErrors, Is("job", ScrapeJobs.Kubelet), Is("status", "fail-unknown")), Minutes(15)) > 0)
            {
                For = Minutes(5),
                Severity = Severity.Critical,
                Summary = "{{ $labels.node }} fails at volumes ({{ $labels.operation_name }}, {{ $labels.volume_plugin }}).",
                Meaning = "Pods with such volumes do not start or do not end.",
                Runbook = "kubectl describe the pods that wait; look at the storage driver's pods.",
            },
            new AlertRule("KubeNodeEviction", Sum(Rate(Series(KubeletMetrics.Evictions, Is("job", ScrapeJobs.Kubelet)), Minutes(15)), "node", "eviction_signal") > 0)
            {
                Severity = Severity.Info,
                Summary = "{{ $labels.node }} evicts pods because of {{ $labels.eviction_signal }}.",
                Meaning = "The node has run out of something; pods move.",
                Runbook = "Find the pods that use more than they request.",
            },
            new AlertRule("KubeletDown", Absent(Series(TargetMetrics.Up, Is("job", ScrapeJobs.Kubelet))).Or(((PromExpr)Series(TargetMetrics.Up, Is("job", ScrapeJobs.Kubelet))).EqualTo(0)))
            {
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "The kubelet {{ $labels.node }} does not answer.",
                Meaning = "Its node cannot be told to start or stop anything, and nothing is measured there.",
                Runbook = "See whether the node is up; read the kubelet's log on it.",
            });
    }

    private static AlertRule Volume(string name, PromExpr expression, int minutes, Severity severity, string state) => new(name, expression)
    {
        For = Minutes(minutes),
        Severity = severity,
        Summary = $"The volume {{{{ $labels.namespace }}}}/{{{{ $labels.persistentvolumeclaim }}}} {state}.",
        Meaning = "When it is full, whatever writes to it stops.",
        Runbook = "Delete what is not needed, or enlarge the claim if its storage class allows that.",
    };
}

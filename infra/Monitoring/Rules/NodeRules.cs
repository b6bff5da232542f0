using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the conditions of nodes.</summary>
internal static class NodeRules
{
    /// <summary>The taints of nodes that are being removed on purpose.</summary>
    private const string RemovalTaints =
        "ToBeDeletedByClusterAutoscaler|cloud.google.com/impending-node-termination|aws-node-termination-handler/spot-itn";

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Group()] : [];

    private static RuleGroup Group() =>
        new(
            "kubernetes-nodes",
            [
                new AlertRule
                {
                    Name = "KubeNodeNotReady",
                    Expression = Schedulable(Ready.EqualTo(0)),
                    For = Minutes(15),
                    Severity = Severity.Warning,
                    Summary = "Node {{ $labels.node }} has not been ready for a quarter of an hour.",
                    Meaning = "Its pods are evicted and run elsewhere, if there is room.",
                    Runbook = "kubectl describe node shows the condition; look at the machine.",
                },
                new AlertRule
                {
                    Name = "KubeNodePressure",
                    Expression = Schedulable(
                        Series(
                                KubeMetrics.NodeCondition,
                                Like("condition", "MemoryPressure|DiskPressure|PIDPressure"),
                                Is("status", "true")
                            )
                            .EqualTo(1)
                    ),
                    For = Minutes(10),
                    Severity = Severity.Info,
                    Summary = "Node {{ $labels.node }} has {{ $labels.condition }}.",
                    Meaning = "It takes no more pods and evicts some of those it has.",
                    Runbook = "Find the pods that use more than they request; see whether images and logs fill the disk.",
                },
                new AlertRule
                {
                    Name = "KubeNodeUnreachable",
                    Expression = Max(
                            Series(KubeMetrics.NodeTaint, Is("key", "node.kubernetes.io/unreachable"), Is("effect", "NoSchedule")),
                            "node"
                        )
                        .Unless(Max(Series(KubeMetrics.NodeTaint, Like("key", RemovalTaints)), "node"))
                        .EqualTo(1),
                    For = Minutes(15),
                    Severity = Severity.Warning,
                    Summary = "Node {{ $labels.node }} cannot be reached.",
                    Meaning = "The state of its pods is unknown; those with volumes do not move.",
                    Runbook = "See whether the machine and its network are up.",
                },
                new AlertRule
                {
                    Name = "KubeNodeReadinessFlapping",
                    Expression = Schedulable(Sum(Changes(Ready, Minutes(15)), "node") > 2),
                    For = Minutes(15),
                    Severity = Severity.Warning,
                    Summary =
                        "Node {{ $labels.node }} alternates between ready and not ready ({{ $value }} changes in a quarter of an hour).",
                    Meaning = "Its pods come and go.",
                    Runbook = "Look at the kubelet's log, the network, and whether the machine is overloaded.",
                },
                new AlertRule
                {
                    Name = "KubeletTooManyPods",
                    Expression = (RunningPods() / (Max(Series(KubeMetrics.NodeCapacity, Is("resource", "pods")), "node") > 1)) > 0.95,
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary = "Node {{ $labels.node }} runs {{ $value | humanizePercentage }} of its maximum number of pods.",
                    Meaning = "No more pods fit on it once it is full.",
                    Runbook = "Add a node, or raise the kubelet's limit.",
                },
            ]
        );

    private static SeriesSelector Ready => Series(KubeMetrics.NodeCondition, Is("condition", "Ready"), Is("status", "true"));

    private static PromExpr RunningPods()
    {
        var running = Series(KubeMetrics.PodPhase, Is("phase", "Running")).EqualTo(1);
        return Count(
            Max(running, "namespace", "pod")
                .Times(Max(Series(KubeMetrics.PodInfo), "namespace", "pod", "node"), On("namespace", "pod").GroupLeft("node")),
            "node"
        );
    }

    /// <summary>Leaves out cordoned nodes, which are under maintenance.</summary>
    private static PromExpr Schedulable(PromExpr nodes) => nodes.And(Series(KubeMetrics.NodeUnschedulable).EqualTo(0), On("node"));
}

using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
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
                    Summary = "Node {{ $labels.node }} has not been ready for 15 minutes.",
                    Meaning = "Its pods are evicted and rescheduled, if other nodes have room.",
                    Runbook = "Read the condition with kubectl describe node; check the machine.",
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
                    Meaning = "The node accepts no new pods and evicts some of its pods.",
                    Runbook = "Find the pods whose usage exceeds their requests; check whether images and logs fill the disk.",
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
                    Summary = "Node {{ $labels.node }} is unreachable.",
                    Meaning = "The state of its pods is unknown; pods with volumes are not rescheduled.",
                    Runbook = "Check the machine and its network.",
                },
                new AlertRule
                {
                    Name = "KubeNodeReadinessFlapping",
                    Expression = Schedulable(Sum(Changes(Ready, Minutes(15)), "node") > 2),
                    For = Minutes(15),
                    Severity = Severity.Warning,
                    Summary = "Node {{ $labels.node }} alternates between ready and not ready ({{ $value }} changes within 15 minutes).",
                    Meaning = "Its pods are repeatedly removed from endpoints, and may be evicted.",
                    Runbook = "Check the kubelet's log, the network and the load of the machine.",
                },
                new AlertRule
                {
                    Name = "KubeletTooManyPods",
                    Expression = (RunningPods() / (Max(Series(KubeMetrics.NodeCapacity, Is("resource", "pods")), "node") > 1)) > 0.95,
                    For = Minutes(15),
                    Severity = Severity.Info,
                    Summary = "Node {{ $labels.node }} runs {{ $value | humanizePercentage }} of its maximum number of pods.",
                    Meaning = "Once it is full, no more pods are scheduled to it.",
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

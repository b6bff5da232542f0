using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether Kubernetes can use its nodes.</summary>
internal static class NodeRules
{
    /// <summary>Nodes that are being taken away are not lost.</summary>
    private const string LeavingOnPurpose = "ToBeDeletedByClusterAutoscaler|cloud.google.com/impending-node-termination|aws-node-termination-handler/spot-itn";

    public static RuleGroup Group() => RuleGroup.Of(
        "kubernetes-nodes",
        Alert("KubeNodeNotReady", Meant(((PromExpr)Series(KubeMetrics.NodeCondition, Is("condition", "Ready"), Is("status", "true"))).EqualTo(0)), 15, Severity.Warning,
            "Node {{ $labels.node }} has not been ready for a quarter of an hour.",
            "Its pods have been given up and run elsewhere, if there was room.",
            "kubectl describe node shows the condition; look at the machine."),
        Alert("KubeNodePressure",
            Meant(((PromExpr)Series(KubeMetrics.NodeCondition, Like("condition", "MemoryPressure|DiskPressure|PIDPressure"), Is("status", "true"))).EqualTo(1)), 10, Severity.Info,
            "Node {{ $labels.node }} has {{ $labels.condition }}.",
            "It takes no more pods and evicts some of those it has.",
            "Find the pods that use more than they request; see whether images and logs fill the disk."),
        Alert("KubeNodeUnreachable",
            Max(Series(KubeMetrics.NodeTaint, Is("key", "node.kubernetes.io/unreachable"), Is("effect", "NoSchedule")), "node")
                .Unless(Max(Series(KubeMetrics.NodeTaint, Like("key", LeavingOnPurpose)), "node")).EqualTo(1), 15, Severity.Warning,
            "Node {{ $labels.node }} cannot be reached.",
            "Nobody knows what its pods do; those with volumes do not move.",
            "See whether the machine and its network are up."),
        Alert("KubeNodeReadinessFlapping",
            Meant(Sum(Changes(Series(KubeMetrics.NodeCondition, Is("condition", "Ready"), Is("status", "true")), Minutes(15)), "node") > 2), 15, Severity.Warning,
            "Node {{ $labels.node }} becomes ready and unready by turns ({{ $value }} changes in a quarter of an hour).",
            "Its pods come and go.",
            "Look at the kubelet's log, the network, and whether the machine is overloaded."),
        Alert("KubeletTooManyPods", (RunningPods() / (Max(Series(KubeMetrics.NodeCapacity, Is("resource", "pods")), "node") > 1)) > 0.95, 15, Severity.Info,
            "Node {{ $labels.node }} runs {{ $value | humanizePercentage }} of the pods it can.",
            "More pods find no place there.",
            "Add a node, or raise the kubelet's limit."));

    private static PromExpr RunningPods()
    {
        var running = ((PromExpr)Series(KubeMetrics.PodPhase, Is("phase", "Running"))).EqualTo(1);
        return Count(Max(running, "namespace", "pod").Times(Max(Series(KubeMetrics.PodInfo), "namespace", "pod", "node"), On("namespace", "pod").GroupLeft("node")), "node");
    }

    /// <summary>Nodes that are cordoned are being worked on.</summary>
    private static PromExpr Meant(PromExpr nodes) => nodes.And(((PromExpr)Series(KubeMetrics.NodeUnschedulable)).EqualTo(0), On("node"));

    private static AlertRule Alert(string name, PromExpr expression, int minutes, Severity severity, string summary, string meaning, string runbook) =>
        new(name, expression) { For = Minutes(minutes), Severity = severity, Summary = summary, Meaning = meaning, Runbook = runbook };
}

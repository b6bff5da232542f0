using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether what Kubernetes is told to run does run.</summary>
internal static class AppRules
{
    public static RuleGroup Group(RuleContext context) => new("kubernetes-apps", [.. Pods(context), .. Deployments(context), .. StatefulSets(context), .. DaemonSets(context), .. Jobs(context), .. Scaling(context)]);

    private static IEnumerable<Rule> Pods(RuleContext context) =>
    [
        Alert("KubePodCrashLooping",
            context.WithNode(MaxOverTime(Series(KubeMetrics.ContainerWaitingReason, context.InScope, Is("reason", "CrashLoopBackOff")), Minutes(5)) >= 1), 15, Severity.Warning,
            "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} crashes again and again.",
            "The pod does no work; Kubernetes waits longer before each restart.",
            "Read the log of the container that ended (kubectl logs --previous) and its exit code (kubectl describe pod)."),
        Alert("KubePodNotReady",
            NotRunning(context), 15, Severity.Warning,
            "Pod {{ $labels.namespace }}/{{ $labels.pod }} is not running.",
            "Capacity is missing.",
            "kubectl describe pod shows why it waits: no node fits, an image cannot be pulled, a volume is not there."),
        Alert("KubeContainerWaiting",
            context.WithNode(Sum(Series(KubeMetrics.ContainerWaitingReason, context.InScope, IsNot("reason", "CrashLoopBackOff")), "namespace", "pod", "container", "reason") > 0), 60, Severity.Warning,
            "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} has been waiting for an hour ({{ $labels.reason }}).",
            "The pod cannot start.",
            "kubectl describe pod shows what it waits for: an image, a ConfigMap, a Secret."),
    ];

    private static IEnumerable<Rule> Deployments(RuleContext context) =>
    [
        Alert("KubeDeploymentGenerationMismatch",
            ((PromExpr)Series(KubeMetrics.DeploymentObservedGeneration, context.InScope)).NotEqualTo(Series(KubeMetrics.DeploymentGeneration, context.InScope)), 15, Severity.Warning,
            "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has a change nobody has acted upon.",
            "The controller of Deployments does not keep up; a rollout has not begun or was not undone.",
            "See whether kube-controller-manager is well."),
        Alert("KubeDeploymentReplicasMismatch",
            ((PromExpr)Series(KubeMetrics.DeploymentReplicas, context.InScope) > Series(KubeMetrics.DeploymentAvailable, context.InScope))
                .And(Changes(Series(KubeMetrics.DeploymentUpdated, context.InScope), Minutes(10)).EqualTo(0)), 15, Severity.Warning,
            "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has had fewer pods than wanted for a quarter of an hour.",
            "Capacity is missing, and what is left may not endure the loss of another pod.",
            "kubectl get pods shows which are not ready, kubectl describe pod why."),
        Alert("KubeDeploymentRolloutStuck",
            ((PromExpr)Series(KubeMetrics.DeploymentCondition, context.InScope, Is("condition", "Progressing"), Is("status", "false"))).NotEqualTo(0), 15, Severity.Warning,
            "The rollout of Deployment {{ $labels.namespace }}/{{ $labels.deployment }} makes no progress.",
            "Old pods go on working; the new version is not out.",
            "kubectl rollout status and the new pods' events tell why; kubectl rollout undo goes back."),
    ];

    private static IEnumerable<Rule> StatefulSets(RuleContext context) =>
    [
        Alert("KubeStatefulSetReplicasMismatch",
            ((PromExpr)Series(KubeMetrics.StatefulSetReady, context.InScope)).NotEqualTo(Series(KubeMetrics.StatefulSetReplicas, context.InScope))
                .And(Changes(Series(KubeMetrics.StatefulSetUpdated, context.InScope), Minutes(10)).EqualTo(0)), 15, Severity.Warning,
            "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has not had as many ready pods as wanted for a quarter of an hour.",
            "Capacity or a copy of data is missing.",
            "kubectl describe the pod that is not ready; its volume is a usual suspect."),
        Alert("KubeStatefulSetGenerationMismatch",
            ((PromExpr)Series(KubeMetrics.StatefulSetObservedGeneration, context.InScope)).NotEqualTo(Series(KubeMetrics.StatefulSetGeneration, context.InScope)), 15, Severity.Warning,
            "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has a change nobody has acted upon.",
            "The controller of StatefulSets does not keep up.",
            "See whether kube-controller-manager is well."),
        Alert("KubeStatefulSetUpdateNotRolledOut", StatefulSetNotRolledOut(context), 15, Severity.Warning,
            "The update of StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has not reached all its pods.",
            "Pods of two versions work side by side.",
            "The pod with the highest number that is not ready holds up the rest; see its events."),
    ];

    private static IEnumerable<Rule> DaemonSets(RuleContext context) =>
    [
        Alert("KubeDaemonSetRolloutStuck",
            ((PromExpr)Series(KubeMetrics.DaemonSetDesired, context.InScope)).NotEqualTo(Series(KubeMetrics.DaemonSetAvailable, context.InScope))
                .And(Changes(Series(KubeMetrics.DaemonSetUpdated, context.InScope), Minutes(5)).EqualTo(0)), 15, Severity.Warning,
            "DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} does not work on every node.",
            "Nodes go without it.",
            "kubectl get pods -o wide shows the nodes where its pods are not ready."),
        Alert("KubeDaemonSetNotScheduled",
            ((PromExpr)Series(KubeMetrics.DaemonSetDesired, context.InScope) - Series(KubeMetrics.DaemonSetScheduled, context.InScope)) > 0, 10, Severity.Warning,
            "{{ $value }} pods of DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} have no place.",
            "Nodes go without it.",
            "See which nodes have too little room for its requests."),
        Alert("KubeDaemonSetMisScheduled", (PromExpr)Series(KubeMetrics.DaemonSetMisscheduled, context.InScope) > 0, 15, Severity.Warning,
            "{{ $value }} pods of DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} run where they should not.",
            "A node's labels or taints have changed under them.",
            "Compare the DaemonSet's node selector and tolerations with the node."),
    ];

    private static IEnumerable<Rule> Jobs(RuleContext context) =>
    [
        Alert("KubeJobNotCompleted",
            (Now - Max(((PromExpr)Series(KubeMetrics.JobStartTime, context.InScope)).And((PromExpr)Series(KubeMetrics.JobActive, context.InScope) > 0, On("namespace", "job_name")), "namespace", "job_name")) > 43200, 0, Severity.Warning,
            "Job {{ $labels.namespace }}/{{ $labels.job_name }} has been running for more than twelve hours.",
            "What it is to do is not done.",
            "Read its pods' logs; give the service a deadline if it may hang."),
        Alert("KubeJobFailed", Max(Series(KubeMetrics.JobFailed, context.InScope, Is("condition", "true")), "namespace", "job_name") > 0, 15, Severity.Warning,
            "Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed.",
            "What it is to do was not done, in spite of its retries.",
            "Read its pods' logs; delete the job once it is understood."),
    ];

    private static IEnumerable<Rule> Scaling(RuleContext context) =>
    [
        Alert("KubeHpaReplicasMismatch",
            ((PromExpr)Series(KubeMetrics.HpaDesired, context.InScope)).NotEqualTo(Series(KubeMetrics.HpaCurrent, context.InScope))
                .And((PromExpr)Series(KubeMetrics.HpaCurrent, context.InScope) > Series(KubeMetrics.HpaMin, context.InScope))
                .And((PromExpr)Series(KubeMetrics.HpaCurrent, context.InScope) < Series(KubeMetrics.HpaMax, context.InScope))
                .And(Changes(Series(KubeMetrics.HpaCurrent, context.InScope), Minutes(15)).EqualTo(0)), 15, Severity.Warning,
            "The autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} does not get the pods it asks for.",
            "The service has fewer or more pods than its load needs.",
            "kubectl describe hpa; see whether the quota or the nodes are full."),
        Alert("KubeHpaMaxedOut",
            ((PromExpr)Series(KubeMetrics.HpaCurrent, context.InScope)).EqualTo(Series(KubeMetrics.HpaMax, context.InScope)), 15, Severity.Warning,
            "The autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has been at its maximum for a quarter of an hour.",
            "If load grows further, the service becomes slow.",
            "Raise scaling.max, or find out where the load comes from."),
        Alert("KubePdbNotEnoughHealthyPods",
            ((PromExpr)Series(KubeMetrics.PdbDesired, context.InScope) - Series(KubeMetrics.PdbCurrent, context.InScope)) > 0, 15, Severity.Warning,
            "The disruption budget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} lacks {{ $value }} healthy pods.",
            "No node with its pods can be drained.",
            "Make the pods ready that are not."),
    ];

    /// <summary>Pods of jobs end, and are watched as jobs. A pod that has no node yet is joined with none.</summary>
    private static PromExpr NotRunning(RuleContext context)
    {
        var waiting = Max(Series(KubeMetrics.PodPhase, context.InScope, Like("phase", "Pending|Unknown|Failed")), "namespace", "pod") > 0;
        var ofJobs = Max(Series(KubeMetrics.PodOwner, context.InScope, Is("owner_kind", "Job")), "namespace", "pod");
        return context.WithNode(waiting.Unless(ofJobs, On("namespace", "pod")));
    }

    private static PromExpr StatefulSetNotRolledOut(RuleContext context)
    {
        var revisions = Max(
            ((PromExpr)Series(KubeMetrics.StatefulSetCurrentRevision, context.InScope)).Unless(Series(KubeMetrics.StatefulSetUpdateRevision, context.InScope)), "namespace", "statefulset");
        var behind = ((PromExpr)Series(KubeMetrics.StatefulSetReplicas, context.InScope)).NotEqualTo(Series(KubeMetrics.StatefulSetUpdated, context.InScope));
        var still = Changes(Series(KubeMetrics.StatefulSetUpdated, context.InScope), Minutes(5)).EqualTo(0);
        return revisions.And(behind, On("namespace", "statefulset")).And(still, On("namespace", "statefulset"));
    }

    private static AlertRule Alert(string name, PromExpr expression, int minutes, Severity severity, string summary, string meaning, string runbook) =>
        new(name, expression) { For = Minutes(minutes), Severity = severity, Summary = summary, Meaning = meaning, Runbook = runbook };
}

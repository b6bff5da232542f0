using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on pods, workloads, jobs, autoscalers and disruption budgets.</summary>
internal static class AppRules
{
    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) =>
        plan.Settings.Parts.KubeStateMetrics ? [Group(new RuleContext(plan))] : [];

    private static RuleGroup Group(RuleContext context) =>
        new(
            "kubernetes-apps",
            [
                .. Pods(context),
                .. Deployments(context),
                .. StatefulSets(context),
                .. DaemonSets(context),
                .. Jobs(context),
                .. Scaling(context),
            ]
        );

    private static IEnumerable<Rule> Pods(RuleContext context) =>
        [
            new AlertRule
            {
                Name = "KubePodCrashLooping",
                Expression = context.WithNode(
                    MaxOverTime(context.Series(KubeMetrics.ContainerWaitingReason, Is("reason", "CrashLoopBackOff")), Minutes(5)) >= 1
                ),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} crashes again and again.",
                Meaning = "The pod does no work; Kubernetes waits longer before each restart.",
                Runbook = "Read the log of the container that ended (kubectl logs --previous) and its exit code (kubectl describe pod).",
            },
            new AlertRule
            {
                Name = "KubePodNotReady",
                Expression = NotRunning(context),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "Pod {{ $labels.namespace }}/{{ $labels.pod }} is not running.",
                Meaning = "Capacity is missing.",
                Runbook = "kubectl describe pod shows why it waits: no node fits, an image cannot be pulled, a volume is not there.",
            },
            new AlertRule
            {
                Name = "KubeContainerWaiting",
                Expression = context.WithNode(Waiting(context) > 0),
                For = Hours(1),
                Severity = Severity.Warning,
                Summary =
                    "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} has been waiting for an hour ({{ $labels.reason }}).",
                Meaning = "The pod cannot start.",
                Runbook = "kubectl describe pod shows what it waits for: an image, a ConfigMap, a Secret.",
            },
        ];

    private static IEnumerable<Rule> Deployments(RuleContext context) =>
        [
            new AlertRule
            {
                Name = "KubeDeploymentGenerationMismatch",
                Expression = context
                    .Series(KubeMetrics.DeploymentObservedGeneration)
                    .NotEqualTo(context.Series(KubeMetrics.DeploymentGeneration)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has a change that its controller has not processed.",
                Meaning = "The controller of Deployments does not keep up; a rollout has not begun or was not undone.",
                Runbook = "See whether kube-controller-manager is healthy.",
            },
            new AlertRule
            {
                Name = "KubeDeploymentReplicasMismatch",
                Expression = (context.Series(KubeMetrics.DeploymentReplicas) > context.Series(KubeMetrics.DeploymentAvailable)).And(
                    Changes(context.Series(KubeMetrics.DeploymentUpdated), Minutes(10)).EqualTo(0)
                ),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has had fewer available pods than desired for a quarter of an hour.",
                Meaning = "Capacity is missing, and what is left may not survive the loss of another pod.",
                Runbook = "kubectl get pods shows which are not ready, kubectl describe pod why.",
            },
            new AlertRule
            {
                Name = "KubeDeploymentRolloutStuck",
                Expression = context
                    .Series(KubeMetrics.DeploymentCondition, Is("condition", "Progressing"), Is("status", "false"))
                    .NotEqualTo(0),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "The rollout of Deployment {{ $labels.namespace }}/{{ $labels.deployment }} makes no progress.",
                Meaning = "The old pods keep running; the new version is not rolled out.",
                Runbook = "kubectl rollout status and the new pods' events tell why; kubectl rollout undo goes back.",
            },
        ];

    private static IEnumerable<Rule> StatefulSets(RuleContext context) =>
        [
            new AlertRule
            {
                Name = "KubeStatefulSetReplicasMismatch",
                Expression = context
                    .Series(KubeMetrics.StatefulSetReady)
                    .NotEqualTo(context.Series(KubeMetrics.StatefulSetReplicas))
                    .And(Changes(context.Series(KubeMetrics.StatefulSetUpdated), Minutes(10)).EqualTo(0)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has not had as many ready pods as desired for a quarter of an hour.",
                Meaning = "Capacity or a copy of data is missing.",
                Runbook = "kubectl describe the pod that is not ready; its volume is a usual suspect.",
            },
            new AlertRule
            {
                Name = "KubeStatefulSetGenerationMismatch",
                Expression = context
                    .Series(KubeMetrics.StatefulSetObservedGeneration)
                    .NotEqualTo(context.Series(KubeMetrics.StatefulSetGeneration)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has a change that its controller has not processed.",
                Meaning = "The controller of StatefulSets does not keep up.",
                Runbook = "See whether kube-controller-manager is healthy.",
            },
            new AlertRule
            {
                Name = "KubeStatefulSetUpdateNotRolledOut",
                Expression = StatefulSetNotRolledOut(context),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "The update of StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has not reached all its pods.",
                Meaning = "Pods of two versions run side by side.",
                Runbook = "The pod with the highest number that is not ready holds up the rest; see its events.",
            },
        ];

    private static IEnumerable<Rule> DaemonSets(RuleContext context) =>
        [
            new AlertRule
            {
                Name = "KubeDaemonSetRolloutStuck",
                Expression = context
                    .Series(KubeMetrics.DaemonSetDesired)
                    .NotEqualTo(context.Series(KubeMetrics.DaemonSetAvailable))
                    .And(Changes(context.Series(KubeMetrics.DaemonSetUpdated), Minutes(5)).EqualTo(0)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} does not work on every node.",
                Meaning = "Nodes go without it.",
                Runbook = "kubectl get pods -o wide shows the nodes where its pods are not ready.",
            },
            new AlertRule
            {
                Name = "KubeDaemonSetNotScheduled",
                Expression = (context.Series(KubeMetrics.DaemonSetDesired) - context.Series(KubeMetrics.DaemonSetScheduled)) > 0,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "{{ $value }} pods of DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} cannot be scheduled.",
                Meaning = "Nodes go without it.",
                Runbook = "See which nodes have too little room for its requests.",
            },
            new AlertRule
            {
                Name = "KubeDaemonSetMisScheduled",
                Expression = context.Series(KubeMetrics.DaemonSetMisscheduled) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $value }} pods of DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} run where they should not.",
                Meaning = "A node's labels or taints have changed since they were scheduled.",
                Runbook = "Compare the DaemonSet's node selector and tolerations with the node.",
            },
        ];

    private static IEnumerable<Rule> Jobs(RuleContext context) =>
        [
            new AlertRule
            {
                Name = "KubeJobNotCompleted",
                Expression = RunningTime(context) > Hours(12).TotalSeconds,
                Severity = Severity.Warning,
                Summary = "Job {{ $labels.namespace }}/{{ $labels.job_name }} has been running for more than twelve hours.",
                Meaning = "Its work is not done.",
                Runbook = "Read its pods' logs; give the service a deadline if it may hang.",
            },
            new AlertRule
            {
                Name = "KubeJobFailed",
                Expression = Max(context.Series(KubeMetrics.JobFailed, Is("condition", "true")), "namespace", "job_name") > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed.",
                Meaning = "Its work was not done, in spite of its retries.",
                Runbook = "Read its pods' logs; delete the job once it is understood.",
            },
        ];

    private static IEnumerable<Rule> Scaling(RuleContext context) =>
        [
            new AlertRule
            {
                Name = "KubeHpaReplicasMismatch",
                Expression = context
                    .Series(KubeMetrics.HpaDesired)
                    .NotEqualTo(context.Series(KubeMetrics.HpaCurrent))
                    .And(context.Series(KubeMetrics.HpaCurrent) > context.Series(KubeMetrics.HpaMin))
                    .And(context.Series(KubeMetrics.HpaCurrent) < context.Series(KubeMetrics.HpaMax))
                    .And(Changes(context.Series(KubeMetrics.HpaCurrent), Minutes(15)).EqualTo(0)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "The autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} does not get the pods it asks for.",
                Meaning = "The service has fewer or more pods than its load needs.",
                Runbook = "kubectl describe hpa; see whether the quota or the nodes are full.",
            },
            new AlertRule
            {
                Name = "KubeHpaMaxedOut",
                Expression = context.Series(KubeMetrics.HpaCurrent).EqualTo(context.Series(KubeMetrics.HpaMax)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "The autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has been at its maximum for a quarter of an hour.",
                Meaning = "If load grows further, the service becomes slow.",
                Runbook = "Raise scaling.max, or find out where the load comes from.",
            },
            new AlertRule
            {
                Name = "KubePdbNotEnoughHealthyPods",
                Expression = (context.Series(KubeMetrics.PdbDesired) - context.Series(KubeMetrics.PdbCurrent)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "The disruption budget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} lacks {{ $value }} healthy pods.",
                Meaning = "No node with its pods can be drained.",
                Runbook = "Make the pods ready that are not.",
            },
        ];

    /// <summary>The seconds that each active job has been running for.</summary>
    private static PromExpr RunningTime(RuleContext context)
    {
        var active = context.Series(KubeMetrics.JobActive) > 0;
        return Now - Max(context.Series(KubeMetrics.JobStartTime).And(active, On("namespace", "job_name")), "namespace", "job_name");
    }

    private static PromExpr Waiting(RuleContext context) =>
        Sum(
            context.Series(KubeMetrics.ContainerWaitingReason, IsNot("reason", "CrashLoopBackOff")),
            "namespace",
            "pod",
            "container",
            "reason"
        );

    /// <summary>Pods of jobs are left out: they have alerts of their own, on the job.</summary>
    private static PromExpr NotRunning(RuleContext context)
    {
        var waiting = Max(context.Series(KubeMetrics.PodPhase, Like("phase", "Pending|Unknown|Failed")), "namespace", "pod") > 0;
        var ofJobs = Max(context.Series(KubeMetrics.PodOwner, Is("owner_kind", "Job")), "namespace", "pod");
        return context.WithNode(waiting.Unless(ofJobs, On("namespace", "pod")));
    }

    private static PromExpr StatefulSetNotRolledOut(RuleContext context)
    {
        var revisions = Max(
            context.Series(KubeMetrics.StatefulSetCurrentRevision).Unless(context.Series(KubeMetrics.StatefulSetUpdateRevision)),
            "namespace",
            "statefulset"
        );
        var behind = context.Series(KubeMetrics.StatefulSetReplicas).NotEqualTo(context.Series(KubeMetrics.StatefulSetUpdated));
        var still = Changes(context.Series(KubeMetrics.StatefulSetUpdated), Minutes(5)).EqualTo(0);
        return revisions.And(behind, On("namespace", "statefulset")).And(still, On("namespace", "statefulset"));
    }
}

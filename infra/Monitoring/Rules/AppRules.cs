using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
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
                Summary = "{{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} is in a crash loop.",
                Meaning = "The container is not running; Kubernetes waits longer before each restart.",
                Runbook = "Read the log of the terminated container (kubectl logs --previous) and its exit code (kubectl describe pod).",
            },
            new AlertRule
            {
                Name = "KubePodNotReady",
                Expression = NotRunning(context),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "Pod {{ $labels.namespace }}/{{ $labels.pod }} is not running.",
                Meaning = "Capacity is missing.",
                Runbook = "kubectl describe pod shows the reason: no node fits, an image cannot be pulled, or a volume is missing.",
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
                Runbook = "kubectl describe pod shows what is missing: an image, a ConfigMap, a Secret.",
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
                Summary = "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has a change that its controller has not observed.",
                Meaning = "The Deployment controller falls behind; the rollout or its rollback has not started.",
                Runbook = "Check the health of kube-controller-manager.",
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
                    "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has had fewer available than desired replicas for 15 minutes.",
                Meaning = "Capacity is reduced, and the loss of another pod may cause an outage.",
                Runbook = "Find the pods that are not ready (kubectl get pods) and the reason (kubectl describe pod).",
            },
            new AlertRule
            {
                Name = "KubeDeploymentRolloutStuck",
                Expression = context
                    .Series(KubeMetrics.DeploymentCondition, Is("condition", "Progressing"), Is("status", "false"))
                    .NotEqualTo(0),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "The rollout of Deployment {{ $labels.namespace }}/{{ $labels.deployment }} is stuck.",
                Meaning = "The old pods keep running; the new version is not rolled out.",
                Runbook = "Check kubectl rollout status and the events of the new pods; undo the rollout with kubectl rollout undo.",
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
                    "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has had fewer ready than desired replicas for 15 minutes.",
                Meaning = "Capacity is reduced, or data has fewer copies.",
                Runbook = "Run kubectl describe pod for the pod that is not ready; a common cause is its volume.",
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
                    "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has a change that its controller has not observed.",
                Meaning = "The StatefulSet controller falls behind.",
                Runbook = "Check the health of kube-controller-manager.",
            },
            new AlertRule
            {
                Name = "KubeStatefulSetUpdateNotRolledOut",
                Expression = StatefulSetNotRolledOut(context),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "The update of StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} has not been rolled out to all pods.",
                Meaning = "Pods of two revisions run side by side.",
                Runbook = "The pod with the highest ordinal that is not ready blocks the rollout; check its events.",
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
                Summary = "DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} is not available on every node.",
                Meaning = "Some nodes have no pod of it.",
                Runbook = "kubectl get pods -o wide shows the nodes where its pods are not ready.",
            },
            new AlertRule
            {
                Name = "KubeDaemonSetNotScheduled",
                Expression = (context.Series(KubeMetrics.DaemonSetDesired) - context.Series(KubeMetrics.DaemonSetScheduled)) > 0,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "{{ $value }} pods of DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} cannot be scheduled.",
                Meaning = "Some nodes have no pod of it.",
                Runbook = "Find the nodes whose free resources are below its requests.",
            },
            new AlertRule
            {
                Name = "KubeDaemonSetMisScheduled",
                Expression = context.Series(KubeMetrics.DaemonSetMisscheduled) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "{{ $value }} pods of DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} run on nodes that it does not select.",
                Meaning = "A node's labels or taints have changed since the pods were scheduled.",
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
                Summary = "Job {{ $labels.namespace }}/{{ $labels.job_name }} has been running for more than 12 hours.",
                Meaning = "The job is incomplete.",
                Runbook = "Read the logs of its pods; set a job.deadline if it may hang.",
            },
            new AlertRule
            {
                Name = "KubeJobFailed",
                Expression = Max(context.Series(KubeMetrics.JobFailed, Is("condition", "true")), "namespace", "job_name") > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed.",
                Meaning = "The job is incomplete, and its retries are exhausted.",
                Runbook = "Read the logs of its pods; delete the Job once the cause is known.",
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
                Summary =
                    "The autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has not reached its desired replicas.",
                Meaning = "The service has more or fewer pods than its load requires.",
                Runbook = "Check kubectl describe hpa, and whether the quota or the nodes are full.",
            },
            new AlertRule
            {
                Name = "KubeHpaMaxedOut",
                Expression = context.Series(KubeMetrics.HpaCurrent).EqualTo(context.Series(KubeMetrics.HpaMax)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "The autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has been at its maximum for 15 minutes.",
                Meaning = "If the load grows further, latency increases.",
                Runbook = "Raise scaling.max, or find the source of the load.",
            },
            new AlertRule
            {
                Name = "KubePdbNotEnoughHealthyPods",
                Expression = (context.Series(KubeMetrics.PdbDesired) - context.Series(KubeMetrics.PdbCurrent)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "The disruption budget {{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} lacks {{ $value }} healthy pods.",
                Meaning = "Its nodes cannot be drained.",
                Runbook = "Find out why pods are not ready (kubectl describe pod).",
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

using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the pods of a service: readiness, rollouts, restarts, saturation, scale.</summary>
internal static class ServicePodAlerts
{
    private const string SaturationRunbook = "Raise the limit, add pods, or find out why usage has grown.";

    public static IEnumerable<AlertRule> Create(WatchedService service, ThresholdSettings thresholds) =>
        [
            .. service.IsLongRunning ? [HeartbeatLost(service)] : (AlertRule[])[],
            .. service.Kind is ServiceKind.Service or ServiceKind.Worker ? [RolloutStuck(service)] : (AlertRule[])[],
            Restarting(service),
            OutOfMemory(service),
            MemorySaturated(service, thresholds),
            CpuSaturated(service, thresholds),
            Throttled(service, thresholds),
            .. service.IsAutoscaled ? [AtMaximumScale(service)] : (AlertRule[])[],
        ];

    private static AlertRule HeartbeatLost(WatchedService service) =>
        new()
        {
            Name = "ServiceHeartbeatLost",
            Expression = service.ScalesToZero ? ReadyPods(service).EqualTo(0).And(WantedPods(service) > 0) : ReadyPods(service).EqualTo(0),
            For = 2 * service.DetectWithin,
            Severity = Severity.Critical,
            Summary = $"No pod of {service.Name} is ready.",
            Meaning =
                $"The service is down. A failed pod is detected within {Duration.Format(service.DetectWithin)}; twice that time has passed.",
            Runbook = "kubectl get pods and kubectl describe pod show why none is ready; undo a faulty rollout with kubectl rollout undo.",
        };

    private static AlertRule RolloutStuck(WatchedService service) =>
        new()
        {
            Name = "ServiceRolloutStuck",
            Expression = Series(
                    KubeMetrics.DeploymentCondition,
                    ServicePodSelector.InNamespace(service),
                    Like("deployment", string.Join('|', service.Workloads)),
                    Is("condition", "Progressing"),
                    Is("status", "false")
                )
                .EqualTo(1),
            For = Minutes(5),
            Severity = Severity.Warning,
            Summary = $"The rollout of {service.Name} is stuck.",
            Meaning = "The old pods keep running; the new version is not rolled out.",
            Runbook = "Check the events and logs of the new pods; undo the rollout with kubectl rollout undo.",
        };

    private static AlertRule Restarting(WatchedService service) =>
        new()
        {
            Name = "ServiceRestarting",
            Expression = Sum(Increase(Series(KubeMetrics.ContainerRestarts, Pods(service)), Minutes(15)), "pod") > 3,
            For = Minutes(5),
            Severity = Severity.Warning,
            Summary = $"{{{{ $labels.pod }}}} of {service.Name} has restarted {{{{ printf \"%.0f\" $value }}}} times within 15 minutes.",
            Meaning = "The container crashes, or its liveness probe fails.",
            Runbook = "Read its last messages (kubectl logs --previous) and its exit code (kubectl describe pod).",
        };

    private static AlertRule OutOfMemory(WatchedService service) =>
        new()
        {
            Name = "ServiceOutOfMemory",
            Expression = (Increase(Series(KubeMetrics.ContainerRestarts, Pods(service)), Minutes(15)) > 0).And(
                Series(KubeMetrics.ContainerTerminatedReason, [.. Pods(service), Is("reason", "OOMKilled")]).EqualTo(1),
                On("namespace", "pod", "container")
            ),
            Severity = Severity.Warning,
            Summary = $"{{{{ $labels.pod }}}} of {service.Name} was killed because it exceeded its memory limit.",
            Meaning = "The work in progress was lost; the container will be killed again when its memory usage grows.",
            Runbook = "Raise resources.limits.memory, or find out why memory usage grows.",
        };

    private static AlertRule MemorySaturated(WatchedService service, ThresholdSettings thresholds) =>
        new()
        {
            Name = "ServiceMemorySaturated",
            Expression =
                ShareOfLimit(service, ResourceRecordings.ContainerMemory, ResourceRecordings.MemoryLimits)
                > thresholds.SaturationPercent / 100,
            For = Minutes(15),
            Severity = Severity.Warning,
            Summary = SaturationSummary(service, "memory"),
            Meaning = "The container is about to be killed.",
            Runbook = SaturationRunbook,
        };

    private static AlertRule CpuSaturated(WatchedService service, ThresholdSettings thresholds) =>
        new()
        {
            Name = "ServiceCpuSaturated",
            Expression =
                ShareOfLimit(service, ResourceRecordings.ContainerCpu, ResourceRecordings.CpuLimits) > thresholds.SaturationPercent / 100,
            For = Minutes(15),
            Severity = Severity.Warning,
            Summary = SaturationSummary(service, "CPU"),
            Meaning = "Latency increases.",
            Runbook = SaturationRunbook,
        };

    private static AlertRule Throttled(WatchedService service, ThresholdSettings thresholds) =>
        new()
        {
            Name = "ServiceThrottled",
            Expression =
                Sum(Increase(Series(KubeletMetrics.ContainerCpuThrottled, Pods(service)), Minutes(5)), "pod")
                    / Sum(Increase(Series(KubeletMetrics.ContainerCpuPeriods, Pods(service)), Minutes(5)), "pod")
                > thresholds.ThrottledPercent / 100,
            For = Minutes(15),
            Severity = Severity.Info,
            Summary = $"{{{{ $labels.pod }}}} of {service.Name} is throttled in {{{{ $value | humanizePercentage }}}} of its CPU periods.",
            Meaning = "Latency is higher than necessary.",
            Runbook = "Raise or remove the CPU limit.",
        };

    private static AlertRule AtMaximumScale(WatchedService service) =>
        new()
        {
            Name = "ServiceAtMaximumScale",
            Expression = Autoscaler(service, KubeMetrics.HpaCurrent)
                .EqualTo(Autoscaler(service, KubeMetrics.HpaMax))
                .And(Autoscaler(service, KubeMetrics.HpaMax) > Autoscaler(service, KubeMetrics.HpaMin)),
            For = Minutes(15),
            Severity = Severity.Warning,
            Summary = $"{service.Name} has been at its maximum of {{{{ $value }}}} pods for 15 minutes.",
            Meaning = "If the load grows further, latency increases.",
            Runbook = "Raise scaling.max, or find the source of the load.",
        };

    /// <summary>The pods that its workload asks for: none while a queue is empty is no failure.</summary>
    private static PromExpr WantedPods(WatchedService service)
    {
        var (metric, label) =
            service.Kind == ServiceKind.Stateful
                ? (KubeMetrics.StatefulSetReplicas, "statefulset")
                : (KubeMetrics.DeploymentReplicas, "deployment");
        return Sum(Series(metric, ServicePodSelector.InNamespace(service), Like(label, string.Join('|', service.Workloads))));
    }

    private static PromExpr ReadyPods(WatchedService service) =>
        Sum(Series(KubeMetrics.PodReady, [.. Pods(service), Is("condition", "true")])).Or(Vector(0));

    private static PromExpr ShareOfLimit(WatchedService service, string usage, string limit) =>
        Sum(Series(usage, Pods(service)), "namespace", "pod", "container")
        / Sum(Series(limit, Pods(service)), "namespace", "pod", "container");

    private static string SaturationSummary(WatchedService service, string resource) =>
        $"{{{{ $labels.pod }}}} of {service.Name} uses {{{{ $value | humanizePercentage }}}} of its {resource} limit.";

    private static SeriesSelector Autoscaler(WatchedService service, string metric) =>
        Series(metric, ServicePodSelector.InNamespace(service), Like("horizontalpodautoscaler", string.Join('|', service.Autoscalers)));

    private static LabelMatcher[] Pods(WatchedService service) => ServicePodSelector.Matchers(service);
}

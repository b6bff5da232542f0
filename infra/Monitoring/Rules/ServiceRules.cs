using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>What is watched of a service because it was declared.</summary>
internal static class ServiceRules
{
    private const int LongestPodPrefix = 58;

    /// <summary>Of a ReplicaSet's hash, or a CronJob's minute, with the dash before it.</summary>
    private const int LongestPodHash = 11;

    public static RuleGroup Group(WatchedService service, MonitoringPlan plan) =>
        new($"service-{service.Name}", [.. Alerts(service, plan).Select(alert => alert with { Labels = LabelsOf(service) })]);

    /// <summary>On everything that is told of a service: who it is and who answers for it.</summary>
    public static ImmutableSortedDictionary<string, string> LabelsOf(WatchedService service)
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.Add("namespace", service.Namespace).Add("service", service.Name);
        return service.Owner is { } owner ? labels.Add("owner", owner) : labels;
    }

    private static IEnumerable<AlertRule> Alerts(WatchedService service, MonitoringPlan plan)
    {
        var thresholds = plan.Settings.Thresholds;
        IEnumerable<AlertRule> alerts = [];
        if (plan.Settings.Parts.KubeStateMetrics)
        {
            alerts = [.. alerts, .. OfPods(service, thresholds)];
        }

        if (RequestSource.Of(service) is { } requests)
        {
            alerts = [.. alerts, .. OfRequests(service, requests, thresholds)];
        }

        if (service.Metrics is { Queue: { } queue })
        {
            alerts = alerts.Append(OfQueue(service, queue));
        }

        return plan.Probed.Any(probed => probed.Service == service) ? [.. alerts, .. OfHosts(service, thresholds)] : alerts;
    }

    private static IEnumerable<AlertRule> OfPods(WatchedService service, ThresholdSettings thresholds)
    {
        if (service.IsLongRunning)
        {
            yield return new AlertRule("ServiceHeartbeatLost", ReadyPods(service).EqualTo(0))
            {
                For = 2 * service.DetectWithin,
                Severity = Severity.Critical,
                Summary = $"No pod of {service.Name} is ready.",
                Meaning = $"The service is down. A failed pod is found within {Duration.Format(service.DetectWithin)}; twice that time has passed.",
                Runbook = "kubectl get pods shows why none is ready; if a rollout began it, kubectl rollout undo.",
            };
        }

        if (service.Kind is ServiceKind.Service or ServiceKind.Worker)
        {
            yield return new AlertRule("ServiceRolloutStuck", ((PromExpr)Series(KubeMetrics.DeploymentCondition, Namespace(service), Like("deployment", string.Join('|', service.Workloads)), Is("condition", "Progressing"), Is("status", "false"))).EqualTo(1))
            {
                For = Minutes(5),
                Severity = Severity.Warning,
                Summary = $"The rollout of {service.Name} makes no progress.",
                Meaning = "Old pods go on working; the new version is not out.",
                Runbook = "The new pods' events and logs tell why; kubectl rollout undo goes back.",
            };
        }

        yield return new AlertRule("ServiceRestarting", Sum(Increase(Series(KubeMetrics.ContainerRestarts, Pods(service)), Minutes(15)), "pod") > 3)
        {
            For = Minutes(5),
            Severity = Severity.Warning,
            Summary = $"{{{{ $labels.pod }}}} of {service.Name} has restarted {{{{ printf \"%.0f\" $value }}}} times in a quarter of an hour.",
            Meaning = "It crashes, or its liveness probe fails.",
            Runbook = "kubectl logs --previous shows its last words, kubectl describe pod its exit code.",
        };
        yield return new AlertRule("ServiceOutOfMemory",
            (Increase(Series(KubeMetrics.ContainerRestarts, Pods(service)), Minutes(15)) > 0)
                .And(((PromExpr)Series(KubeMetrics.ContainerTerminatedReason, [.. Pods(service), Is("reason", "OOMKilled")])).EqualTo(1), On("namespace", "pod", "container")))
        {
            Severity = Severity.Warning,
            Summary = $"{{{{ $labels.pod }}}} of {service.Name} was killed because it used more memory than its limit.",
            Meaning = "What it was doing is lost; it will happen again.",
            Runbook = "Raise resources.limits.memory, or find what grows.",
        };
        yield return Saturated(service, thresholds, "ServiceMemorySaturated", ResourceRecordings.ContainerMemory, ResourceRecordings.MemoryLimits, "memory", "It is about to be killed.");
        yield return Saturated(service, thresholds, "ServiceCpuSaturated", ResourceRecordings.ContainerCpu, ResourceRecordings.CpuLimits, "processor time", "It answers more slowly.");
        yield return new AlertRule("ServiceThrottled",
            Sum(Increase(Series(KubeletMetrics.ContainerCpuThrottled, Pods(service)), Minutes(5)), "pod") / Sum(Increase(Series(KubeletMetrics.ContainerCpuPeriods, Pods(service)), Minutes(5)), "pod") > thresholds.ThrottledPercent / 100)
        {
            For = Minutes(15),
            Severity = Severity.Info,
            Summary = $"{{{{ $labels.pod }}}} of {service.Name} is throttled in {{{{ $value | humanizePercentage }}}} of its time.",
            Meaning = "It answers more slowly than it could.",
            Runbook = "Raise its CPU limit, or leave the limit out.",
        };
        if (service.IsAutoscaled)
        {
            LabelMatcher[] own = [Namespace(service), Like("horizontalpodautoscaler", string.Join('|', service.Workloads))];
            yield return new AlertRule("ServiceAtMaximumScale", ((PromExpr)Series(KubeMetrics.HpaCurrent, own)).EqualTo(Series(KubeMetrics.HpaMax, own)).And((PromExpr)Series(KubeMetrics.HpaMax, own) > Series(KubeMetrics.HpaMin, own)))
            {
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = $"{service.Name} has been at its {{{{ $value }}}} pods at most for a quarter of an hour.",
                Meaning = "If load grows further, it becomes slow.",
                Runbook = "Raise scaling.max, or find out where the load comes from.",
            };
        }
    }

    private static IEnumerable<AlertRule> OfRequests(WatchedService service, RequestSource requests, ThresholdSettings thresholds)
    {
        if (service.Objective?.Availability is null)
        {
            yield return new AlertRule("ServiceErrorsHigh", requests.FailedShare(Minutes(5)) > thresholds.ErrorPercent / 100)
            {
                For = Minutes(10),
                Severity = Severity.Critical,
                Summary = $"{service.Name} fails {{{{ $value | humanizePercentage }}}} of its requests.",
                Meaning = "Those who call it are affected.",
                Runbook = "See on its dashboard since when, and whether a rollout or a service it calls began at that time.",
            };
        }

        if (service.Objective?.Latency is null)
        {
            yield return new AlertRule("ServiceSlow", requests.Slowest > thresholds.Latency.TotalSeconds)
            {
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = $"{requests.SlowOnes} to {service.Name} takes {{{{ $value | humanizeDuration }}}} or longer.",
                Meaning = "Those who call it wait.",
                Runbook = "See on its dashboard whether it is saturated, or a service it calls is slow.",
            };
        }

        yield return new AlertRule("ServiceRequestsStopped", requests.All(Minutes(10)).EqualTo(0).And(requests.All(Hours(6)) > 0.1))
        {
            For = Minutes(15),
            Severity = Severity.Warning,
            Summary = $"{service.Name} gets no more requests.",
            Meaning = "What calls it has stopped, or cannot reach it.",
            Runbook = "Look at the services that call it and at the way to it: gateway, Service, NetworkPolicy.",
        };
    }

    internal static SeriesSelector QueueLength(WatchedService service, QueueSettings queue) => Series(queue.Length, Is("job", ScrapeJobs.JobOf(service)));

    private static AlertRule OfQueue(WatchedService service, QueueSettings queue) =>
        new("ServiceQueueLong", Max(QueueLength(service, queue)) > queue.Max)
        {
            For = queue.For,
            Severity = Severity.Warning,
            Summary = $"The queue of {service.Name} holds {{{{ $value }}}}, more than {queue.Max.ToString(CultureInfo.InvariantCulture)}.",
            Meaning = "Work arrives faster than it is done.",
            Runbook = "See whether the service's pods are well; give it more of them.",
        };

    private static IEnumerable<AlertRule> OfHosts(WatchedService service, ThresholdSettings thresholds)
    {
        LabelMatcher[] own = [Is("job", "probe"), Is("service", service.Name)];
        yield return new AlertRule("ServiceUnreachable", MaxOverTime(Series(ProbeMetrics.Success, own), Minutes(3)).EqualTo(0))
        {
            For = Minutes(5),
            Severity = Severity.Critical,
            Summary = $"{{{{ $labels.instance }}}} of {service.Name} does not answer as the world sees it.",
            Meaning = "Users cannot reach it.",
            Runbook = "See whether the pods are ready; then look at the load balancer, the name and the certificate.",
        };
        yield return new AlertRule("ServiceCertificateExpiring", (PromExpr)Series(ProbeMetrics.CertificateExpiry, own) - Now < thresholds.CertificateExpiry.TotalSeconds)
        {
            For = Hours(1),
            Severity = Severity.Warning,
            Summary = $"The certificate of {{{{ $labels.instance }}}} ends in {{{{ $value | humanizeDuration }}}}.",
            Meaning = "Then browsers refuse the page.",
            Runbook = "See why it was not renewed: the issuer's events, the name's records.",
        };
    }

    private static AlertRule Saturated(WatchedService service, ThresholdSettings thresholds, string name, string use, string limit, string what, string meaning) => new(
        name,
        (Sum(Series(use, Pods(service)), "namespace", "pod", "container") / Sum(Series(limit, Pods(service)), "namespace", "pod", "container")) > thresholds.SaturationPercent / 100)
    {
        For = Minutes(15),
        Severity = Severity.Warning,
        Summary = $"{{{{ $labels.pod }}}} of {service.Name} uses {{{{ $value | humanizePercentage }}}} of its limit of {what}.",
        Meaning = meaning,
        Runbook = "Raise the limit, add pods, or find what has grown.",
    };

    private static PromExpr ReadyPods(WatchedService service) =>
        Sum(Series(KubeMetrics.PodReady, [.. Pods(service), Is("condition", "true")])).Or(Vector(0));

    private static LabelMatcher Namespace(WatchedService service) => Is("namespace", service.Namespace);

    /// <summary>The pods of a service are called after it, and Kubernetes appends letters, digits and dashes of known form.</summary>
    private static LabelMatcher[] Pods(WatchedService service) => [Namespace(service), Like("pod", PodPattern(service))];

    /// <summary>A name alone would match the pods of another service that begins with it.</summary>
    internal static string PodPattern(WatchedService service) => string.Join('|', service.Workloads.Select(workload => PodPattern(workload, service.Kind)));

    /// <summary>Kubernetes cuts a pod's name to 58 characters before it appends the last five: of a long one the end is not known.</summary>
    private static string PodPattern(string workload, ServiceKind kind) => kind switch
    {
        ServiceKind.Stateful => $"{workload}-[0-9]+",
        ServiceKind.Job or ServiceKind.Daemon when workload.Length < LongestPodPrefix => $"{workload}-[a-z0-9]{{5}}",
        ServiceKind.Cron when workload.Length < LongestPodPrefix - LongestPodHash => $"{workload}-[0-9]+-[a-z0-9]{{5}}",
        ServiceKind.Service or ServiceKind.Worker when workload.Length < LongestPodPrefix - LongestPodHash => $"{workload}-[a-z0-9]{{6,10}}-[a-z0-9]{{5}}",
        _ => $"{workload[..Math.Min(workload.Length, LongestPodPrefix)]}[-a-z0-9]*[a-z0-9]{{5}}",
    };
}

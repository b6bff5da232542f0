using System.Globalization;
using Infra.Backend.Monitoring;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using InputSeries = Infra.Tests.Monitoring.PromtoolTest.InputSeries;

namespace Infra.Tests.Monitoring;

/// <summary>Examples for the alerts that a service gets from its declaration.</summary>
internal sealed class ServiceAlertExamples(WatchedService service, MonitoringPlan plan)
{
    private const string Repeat = "x600";

    private readonly ThresholdSettings _thresholds = plan.Settings.Thresholds;

    /// <summary>The example of an alert; null if there is none.</summary>
    public AlertExample? Find(AlertRule alert) =>
        alert.Name switch
        {
            "ServiceHeartbeatLost" when service.ScalesToZero => Example(alert, [Ready(0), Wanted(1)], [Ready(0), Wanted(0)]) with
            {
                Step = service.DetectWithin / 2,
            },
            "ServiceHeartbeatLost" => Example(alert, [Ready(0)], [Ready(1)]) with { Step = service.DetectWithin / 2 },
            "ServiceRolloutStuck" => Example(alert, [Progressing("false")], [Progressing("true")]),
            "ServiceRestarting" => Example(alert, [Restarts("0+1x600")], [Restarts("7+0x600")]) with { Minutes = 15 },
            "ServiceOutOfMemory" => OutOfMemory(alert) with { Minutes = 5 },
            "ServiceMemorySaturated" => Saturation(alert, ResourceRecordings.ContainerMemory, ResourceRecordings.MemoryLimits),
            "ServiceCpuSaturated" => Saturation(alert, ResourceRecordings.ContainerCpu, ResourceRecordings.CpuLimits),
            "ServiceThrottled" => Example(alert, Throttled(1.2), Throttled(0.8)) with { Minutes = 5 },
            "ServiceAtMaximumScale" => Example(alert, Scaled(5), Scaled(4)),
            "ServiceErrorsHigh" => Errors(alert) with { Minutes = 5 },
            "ServiceSlow" => Example(alert, Durations(2), Durations(0.25)) with { Minutes = 5 },
            "ServiceRequestsStopped" => RequestsStopped(alert) with { Minutes = 75, FiresFrom = 70 },
            "ServiceQueueLong" => Example(alert, [Queue(1)], [Queue(0)]),
            "ServiceUnreachable" => Example(alert, [Probe("probe_success", "0+0x600")], [Probe("probe_success", "1+0x600")]),
            "ServiceCertificateExpiring" => Example(alert, [Certificate(0.5)], [Certificate(2)]),
            _ => null,
        };

    private string Own => $"namespace=\"{service.Namespace}\",pod=\"{PodName()}\"";

    private string Container => $"{Own},container=\"{service.Name}\"";

    private string Job => $"job=\"{ScrapeJobs.JobName(service)}\"";

    private string Proxy => $"job=\"{ScrapeJobs.LoadBalancer}\",proxy=\"{service.Name}\"";

    /// <summary>The name of a pod of the last workload, which is that of a version where there are versions.</summary>
    private string PodName()
    {
        var workload = service.Workloads[^1];
        var name = service.Kind switch
        {
            ServiceKind.Stateful => $"{workload}-0",
            ServiceKind.Daemon or ServiceKind.Job => $"{workload}-",
            ServiceKind.Cron => $"{workload}-29012345-",
            _ => $"{workload}-7d9c5b8f6d-",
        };
        return service.Kind == ServiceKind.Stateful ? name : $"{(name.Length > 58 ? name[..58] : name)}x2k9q";
    }

    private static AlertExample Example(AlertRule alert, InputSeries[] fires, InputSeries[] quiet) =>
        new()
        {
            Alert = alert.Name,
            Severity = alert.Severity,
            Fires = fires,
            Quiet = quiet,
        };

    private static InputSeries Constant(string series, double value) => new(series, $"{Number(value)}+0{Repeat}");

    private static InputSeries Counter(string series, double perStep) => new(series, $"0+{Number(perStep)}{Repeat}");

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private InputSeries Ready(int pods) => Constant($"kube_pod_status_ready{{{Own},condition=\"true\"}}", pods);

    private InputSeries Wanted(int pods) =>
        Constant($"kube_deployment_spec_replicas{{namespace=\"{service.Namespace}\",deployment=\"{service.Workloads[^1]}\"}}", pods);

    private InputSeries Progressing(string status)
    {
        var deployment = $"namespace=\"{service.Namespace}\",deployment=\"{service.Workloads[^1]}\"";
        return Constant($"kube_deployment_status_condition{{{deployment},condition=\"Progressing\",status=\"{status}\"}}", 1);
    }

    private AlertExample OutOfMemory(AlertRule alert) =>
        Example(alert, [Restarts("0+1x600"), Terminated("OOMKilled")], [Restarts("0+1x600"), Terminated("Error")]);

    private InputSeries Restarts(string values) => new($"kube_pod_container_status_restarts_total{{{Container}}}", values);

    private InputSeries Terminated(string reason) =>
        Constant($"kube_pod_container_status_last_terminated_reason{{{Container},reason=\"{reason}\"}}", 1);

    private AlertExample Saturation(AlertRule alert, string usage, string limit)
    {
        return Example(alert, Series(1.05), Series(0.95));

        InputSeries[] Series(double share) =>
            [
                Constant($"{usage}{{{Container},node=\"n\"}}", 1000 * share * _thresholds.SaturationPercent / 100),
                Constant($"{limit}{{{Container},node=\"n\"}}", 1000),
            ];
    }

    private InputSeries[] Throttled(double share) =>
        [
            Counter($"container_cpu_cfs_throttled_periods_total{{{Container}}}", 1000 * share * _thresholds.ThrottledPercent / 100),
            Counter($"container_cpu_cfs_periods_total{{{Container}}}", 1000),
        ];

    private InputSeries[] Scaled(int pods)
    {
        var own = $"{{namespace=\"{service.Namespace}\",horizontalpodautoscaler=\"{service.Autoscalers[^1]}\"}}";
        return
        [
            Constant($"kube_horizontalpodautoscaler_status_current_replicas{own}", pods),
            Constant($"kube_horizontalpodautoscaler_spec_max_replicas{own}", 5),
            Constant($"kube_horizontalpodautoscaler_spec_min_replicas{own}", 1),
        ];
    }

    private AlertExample Errors(AlertRule alert)
    {
        return Example(alert, Series(_thresholds.ErrorPercent * 1.2), Series(_thresholds.ErrorPercent * 0.8));

        InputSeries[] Series(double failedPercent) =>
            service.Metrics is { } metrics
                ?
                [
                    Counter($"{metrics.Requests}{{{Job},{metrics.Status}=\"500\"}}", 100 * failedPercent),
                    Counter($"{metrics.Requests}{{{Job},{metrics.Status}=\"200\"}}", 10000 - (100 * failedPercent)),
                ]
                :
                [
                    Counter($"haproxy_backend_http_requests_total{{{Proxy}}}", 10000),
                    Counter($"haproxy_backend_http_responses_total{{{Proxy},code=\"5xx\"}}", 100 * failedPercent),
                ];
    }

    private AlertExample RequestsStopped(AlertRule alert) =>
        Example(alert, [new(Requests(), "0+600x60 36000+0x600")], [new(Requests(), "0+600x600")]);

    private string Requests() =>
        service.Metrics is { } metrics
            ? $"{metrics.Requests}{{{Job},{metrics.Status}=\"200\"}}"
            : $"haproxy_backend_http_requests_total{{{Proxy}}}";

    /// <summary>The duration of every request is this multiple of the threshold.</summary>
    private InputSeries[] Durations(double times)
    {
        var seconds = times * _thresholds.Latency.TotalSeconds;
        if (service.Metrics is not { } metrics)
        {
            return [Counter(Requests(), 600), Constant($"haproxy_backend_total_time_average_seconds{{{Proxy}}}", seconds)];
        }

        return
        [
            Counter(Requests(), 600),
            Counter($"{metrics.Duration}_bucket{{{Job},le=\"{Number(seconds / 2)}\"}}", 0),
            Counter($"{metrics.Duration}_bucket{{{Job},le=\"{Number(seconds)}\"}}", 600),
            Counter($"{metrics.Duration}_bucket{{{Job},le=\"+Inf\"}}", 600),
        ];
    }

    private InputSeries Queue(int above) => Constant($"{service.Metrics!.Queue!.Length}{{{Job}}}", service.Metrics.Queue.Max + above);

    private InputSeries Probe(string metric, string values) =>
        new($"{metric}{{job=\"probe\",service=\"{service.Name}\",instance=\"https://{service.Hosts[0]}\"}}", values);

    private InputSeries Certificate(double share) =>
        Probe("probe_ssl_earliest_cert_expiry", $"{Number((share * _thresholds.CertificateExpiry.TotalSeconds) + 7200)}+0{Repeat}");
}

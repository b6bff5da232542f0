using System.Globalization;
using Infra.Backend.Monitoring;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>Series for the alerts a service has from its declaration.</summary>
internal sealed class ServiceAlertExamples(WatchedService service, MonitoringPlan plan)
{
    private const string Forever = "x600";

    private readonly ThresholdSettings _thresholds = plan.Settings.Thresholds;

    /// <summary>The example of an alert, or null where there is none.</summary>
    public AlertExample? Of(AlertRule alert) => alert.Name switch
    {
        "ServiceHeartbeatLost" => Example(alert, [Ready(0)], [Ready(1)]) with { Step = service.DetectWithin / 2 },
        "ServiceRolloutStuck" => Example(alert, [Progressing("false")], [Progressing("true")]),
        "ServiceRestarting" => Example(alert, [Restarts("0+1x600")], [Restarts($"7+0{Forever}")]) with { Minutes = 15 },
        "ServiceOutOfMemory" => Example(alert, [Restarts("0+1x600"), Ended("OOMKilled")], [Restarts("0+1x600"), Ended("Error")]) with { Minutes = 5 },
        "ServiceMemorySaturated" => Saturation(alert, "node_namespace_pod_container:container_memory_working_set_bytes", "cluster:namespace:pod_memory:active:kube_pod_container_resource_limits"),
        "ServiceCpuSaturated" => Saturation(alert, "node_namespace_pod_container:container_cpu_usage_seconds_total:sum_rate5m", "cluster:namespace:pod_cpu:active:kube_pod_container_resource_limits"),
        "ServiceThrottled" => Example(alert, Throttled(1.2), Throttled(0.8)) with { Minutes = 5 },
        "ServiceAtMaximumScale" => Example(alert, Scaled(5), Scaled(4)),
        "ServiceErrorsHigh" => Example(alert, Requests(_thresholds.ErrorPercent * 1.2), Requests(_thresholds.ErrorPercent * 0.8)) with { Minutes = 5 },
        "ServiceSlow" => Example(alert, Durations(2), Durations(0.25)) with { Minutes = 5 },
        "ServiceRequestsStopped" => Example(alert, [RequestCounter("200", "0+600x60 36000+0x600")], [RequestCounter("200", "0+600x600")]) with { Minutes = 75, FiresFrom = 70 },
        "ServiceQueueLong" => Example(alert, [Queue(1)], [Queue(0)]),
        "ServiceUnreachable" => Example(alert, [Probe("probe_success", $"0+0{Forever}")], [Probe("probe_success", $"1+0{Forever}")]),
        "ServiceCertificateExpiring" => Example(alert, [Certificate(0.5)], [Certificate(2)]),
        _ => null,
    };

    private string Own => $"namespace=\"{service.Namespace}\",pod=\"{PodName()}\"";

    private string Container => $"{Own},container=\"{service.Name}\"";

    /// <summary>A pod as Kubernetes would call one of the last workload's: of a version where there are versions.</summary>
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

    private static AlertExample Example(AlertRule alert, string[] fires, string[] quiet) => new(alert.Name, alert.Severity, fires, quiet);

    private static string Constant(string series, double value) => $"{series}|{Number(value)}+0{Forever}";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private string Ready(int pods) => Constant($"kube_pod_status_ready{{{Own},condition=\"true\"}}", pods);

    private string Progressing(string status) => Constant($"kube_deployment_status_condition{{namespace=\"{service.Namespace}\",deployment=\"{service.Workloads[^1]}\",condition=\"Progressing\",status=\"{status}\"}}", 1);

    private string Restarts(string values) => $"kube_pod_container_status_restarts_total{{{Container}}}|{values}";

    private string Ended(string reason) => Constant($"kube_pod_container_status_last_terminated_reason{{{Container},reason=\"{reason}\"}}", 1);

    private AlertExample Saturation(AlertRule alert, string use, string limit)
    {
        return Example(alert, Series(1.05), Series(0.95));

        string[] Series(double share) =>
        [
            Constant($"{use}{{{Container},node=\"n\"}}", 1000 * share * _thresholds.SaturationPercent / 100),
            Constant($"{limit}{{{Container},node=\"n\"}}", 1000),
        ];
    }

    private string[] Throttled(double share) =>
    [
        $"container_cpu_cfs_throttled_periods_total{{{Container}}}|0+{Number(1000 * share * _thresholds.ThrottledPercent / 100)}{Forever}",
        $"container_cpu_cfs_periods_total{{{Container}}}|0+1000{Forever}",
    ];

    private string[] Scaled(int pods)
    {
        var own = $"{{namespace=\"{service.Namespace}\",horizontalpodautoscaler=\"{service.Workloads[^1]}\"}}";
        return
        [
            Constant($"kube_horizontalpodautoscaler_status_current_replicas{own}", pods),
            Constant($"kube_horizontalpodautoscaler_spec_max_replicas{own}", 5),
            Constant($"kube_horizontalpodautoscaler_spec_min_replicas{own}", 1),
        ];
    }

    private string[] Requests(double failedPercent) => service.Metrics is null
        ?
        [
            RequestCounter("", $"0+10000{Forever}"),
            $"haproxy_backend_http_responses_total{{job=\"{ScrapeJobs.LoadBalancer}\",proxy=\"{service.Name}\",code=\"5xx\"}}|0+{Number(100 * failedPercent)}{Forever}",
        ]
        : [RequestCounter("500", $"0+{Number(100 * failedPercent)}{Forever}"), RequestCounter("200", $"0+{Number(10000 - (100 * failedPercent))}{Forever}")];

    private string RequestCounter(string status, string values) => service.Metrics is { } metrics
        ? $"{metrics.Requests}{{job=\"{ScrapeJobs.JobName(service)}\",{metrics.Status}=\"{status}\"}}|{values}"
        : $"haproxy_backend_http_requests_total{{job=\"{ScrapeJobs.LoadBalancer}\",proxy=\"{service.Name}\"}}|{values}";

    /// <summary>All requests take so many times what they may.</summary>
    private string[] Durations(double times)
    {
        var seconds = Number(times * _thresholds.Latency.TotalSeconds);
        return service.Metrics is { } metrics
            ?
            [
                RequestCounter("200", $"0+600{Forever}"),
                $"{metrics.Duration}_bucket{{job=\"{ScrapeJobs.JobName(service)}\",le=\"{Number(times * _thresholds.Latency.TotalSeconds / 2)}\"}}|0+0{Forever}",
                $"{metrics.Duration}_bucket{{job=\"{ScrapeJobs.JobName(service)}\",le=\"{seconds}\"}}|0+600{Forever}",
                $"{metrics.Duration}_bucket{{job=\"{ScrapeJobs.JobName(service)}\",le=\"+Inf\"}}|0+600{Forever}",
            ]
            : [RequestCounter("", $"0+600{Forever}"), $"haproxy_backend_total_time_average_seconds{{job=\"{ScrapeJobs.LoadBalancer}\",proxy=\"{service.Name}\"}}|{seconds}+0{Forever}"];
    }

    private string Queue(int above) => Constant($"{service.Metrics!.Queue!.Length}{{job=\"{ScrapeJobs.JobName(service)}\"}}", service.Metrics.Queue.Max + above);

    private string Probe(string metric, string values) => $"{metric}{{job=\"probe\",service=\"{service.Name}\",instance=\"https://{service.Hosts[0]}\"}}|{values}";

    private string Certificate(double share) => Probe("probe_ssl_earliest_cert_expiry", $"{Number((share * _thresholds.CertificateExpiry.TotalSeconds) + 7200)}+0{Forever}");
}

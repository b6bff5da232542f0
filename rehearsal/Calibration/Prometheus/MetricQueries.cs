using System.Globalization;

namespace Infra.Rehearsal.Calibration.Prometheus;

/// <summary>The expressions for what the stack's monitoring records of a service: the labels are those of its scrape jobs.</summary>
internal sealed class MetricQueries(CalibratedService service, TimeSpan window)
{
    public const string ExternalRequests = "haproxy_backend_http_requests_total";
    public const string ExternalDuration = "haproxy_backend_total_time_average_seconds";
    public const string ContainerCpu = "container_cpu_usage_seconds_total";
    public const string ContainerMemory = "container_memory_working_set_bytes";
    public const string ReadyTime = "kube_pod_status_ready_time";
    public const string StartTime = "kube_pod_container_state_started";

    // Kubernetes cuts the name of a workload before it appends a suffix to a pod's name.
    private const int LongestPrefix = 58;
    private const int LongestHash = 11;

    private readonly string _window = string.Create(CultureInfo.InvariantCulture, $"{window.TotalSeconds}s");

    private string Own => $"job={Quote($"service/{service.Name}")}";

    private string Balanced => $"job=\"haproxy\",proxy=~{Quote($"{Pattern(service.Name)}([.].+)?")}";

    private string Pods => $"namespace={Quote(service.Namespace)},pod=~{Quote(PodPattern)}";

    private string Containers => $"{Pods},container!=\"\",image!=\"\"";

    public string OwnRate => $"sum(rate({service.Requests}{{{Own}}}[{_window}]))";

    public string BalancedRate => $"sum(rate({ExternalRequests}{{{Balanced}}}[{_window}]))";

    public string OwnLatency =>
        $"sum(rate({service.Duration}_sum{{{Own}}}[{_window}])) / (sum(rate({service.Duration}_count{{{Own}}}[{_window}])) > 0)";

    public string BalancedLatency => $"max(avg_over_time({ExternalDuration}{{{Balanced}}}[{_window}]))";

    public string Cpu => $"sum(rate({ContainerCpu}{{{Containers}}}[{_window}]))";

    // Averages over the window, as the rate of CPU is one.
    public string PodCount => $"sum(count by (pod) (rate({ContainerCpu}{{{Containers}}}[{_window}])) > bool 0)";

    public string Memory => $"sum(avg_over_time({ContainerMemory}{{{Containers}}}[{_window}]))";

    public string StartUp => $"min by (namespace, pod) ({ReadyTime}{{{Pods}}}) - max by (namespace, pod) ({StartTime}{{{Pods}}}) >= 0";

    private string PodPattern => string.Join('|', (service.Workloads.Count > 0 ? service.Workloads : [service.Name]).Select(PatternOfPods));

    private string PatternOfPods(string workload) =>
        service.WorkloadKind switch
        {
            "StatefulSet" => $"{Pattern(workload)}-[0-9]+",
            "DaemonSet" or "Job" when workload.Length < LongestPrefix => $"{Pattern(workload)}-[a-z0-9]{{5}}",
            "CronJob" when workload.Length < LongestPrefix - LongestHash => $"{Pattern(workload)}-[0-9]+-[a-z0-9]{{5}}",
            "Deployment" when workload.Length < LongestPrefix - LongestHash => $"{Pattern(workload)}-[a-z0-9]{{6,10}}-[a-z0-9]{{5}}",
            _ => $"{Pattern(workload[..Math.Min(workload.Length, LongestPrefix)])}[-a-z0-9]*[a-z0-9]{{5}}",
        };

    private static string Pattern(string name) => name.Replace(".", "[.]", StringComparison.Ordinal);

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

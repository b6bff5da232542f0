using Infra.Kubernetes;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>
/// The page <c>/metrics/cadvisor</c> of a kubelet. Reference:
/// <see href="https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md">cAdvisor's metrics</see>.
/// </summary>
internal static class CadvisorPage
{
    private const double UserShare = 0.8;
    private const int BytesPerPacket = 1024;

    // No program runs: traffic follows the CPU time.
    private const double NetworkBytesPerCpuSecond = 1024 * 1024;
    private const double DiskBytesPerCpuSecond = 256 * 1024;
    private const int BytesPerOperation = 4096;

    private static readonly (string, string)[] TotalCpu = [("cpu", "total")];
    private static readonly (string, string)[] Disk = [("device", "/dev/sda")];
    private static readonly (string, string)[] Network = [("interface", "eth0")];

    private static readonly IReadOnlyList<Family> Families =
    [
        Counter("container_cpu_usage_seconds_total", "CPU time", one => one.CpuSeconds) with
        {
            Labels = TotalCpu,
        },
        Counter("container_cpu_user_seconds_total", "CPU time in programs", one => one.CpuSeconds * UserShare),
        Counter("container_cpu_system_seconds_total", "CPU time in the kernel", one => one.CpuSeconds * (1 - UserShare)),
        Counter("container_cpu_cfs_periods_total", "Periods with a CPU limit", one => IfLimited(one, container => container.Periods)),
        Counter("container_cpu_cfs_throttled_periods_total", "Periods in which the CPU limit was reached", one =>
            IfLimited(one, container => container.ThrottledPeriods)
        ),
        Counter("container_cpu_cfs_throttled_seconds_total", "Time of waiting for the next period", one =>
            IfLimited(one, container => container.ThrottledPeriods) * Cgroup.Period.TotalSeconds / 2
        ),
        Gauge("container_memory_working_set_bytes", "Working set", one => one.Memory),
        Gauge("container_memory_usage_bytes", "Memory with caches", one => one.Memory),
        Gauge("container_memory_max_usage_bytes", "Largest memory so far", one => one.Memory),
        Gauge("container_memory_rss", "Resident memory", one => one.Memory),
        Gauge("container_memory_cache", "Page cache", _ => 0),
        Gauge("container_memory_swap", "Swap", _ => 0),
        Gauge("container_memory_mapped_file", "Mapped files", _ => 0),
        Counter("container_memory_failcnt", "Times the memory limit was reached", _ => 0),
        Counter("container_oom_events_total", "Ends by lack of memory", one => one.Containers.Count(container => container.WasOutOfMemory)),
        Gauge("container_spec_cpu_period", "Period of the CPU limit in microseconds", _ => Cgroup.Period.TotalMicroseconds),
        Gauge("container_spec_cpu_quota", "CPU time in a period", one => one.CpuLimit * Cgroup.Period.TotalMicroseconds),
        Gauge("container_spec_cpu_shares", "Weight of the CPU request", one => Math.Max(2, 1024 * one.Containers.Sum(c => c.CpuRequest))),
        Gauge("container_spec_memory_limit_bytes", "Memory limit; 0 for none", one => one.MemoryLimit ?? 0),
        Gauge("container_spec_memory_swap_limit_bytes", "Swap limit; 0 for none", _ => 0),
        Gauge("container_spec_memory_reservation_limit_bytes", "Memory reservation; 0 for none", _ => 0),
        Gauge("container_processes", "Processes", one => one.Containers.Count),
        Gauge("container_threads", "Threads", one => one.Containers.Count),
        Gauge("container_sockets", "Sockets", _ => 0),
        Gauge("container_file_descriptors", "Open files", _ => 0),
        Gauge("container_start_time_seconds", "Unix time of the start", GetStart),
        Counter("container_fs_reads_bytes_total", "Bytes read", one => one.CpuSeconds * DiskBytesPerCpuSecond) with
        {
            Labels = Disk,
        },
        Counter("container_fs_reads_total", "Reads", one => one.CpuSeconds * DiskBytesPerCpuSecond / BytesPerOperation) with
        {
            Labels = Disk,
        },
        Counter("container_fs_writes_bytes_total", "Bytes written", one => one.CpuSeconds * DiskBytesPerCpuSecond) with
        {
            Labels = Disk,
        },
        Counter("container_fs_writes_total", "Writes", one => one.CpuSeconds * DiskBytesPerCpuSecond / BytesPerOperation) with
        {
            Labels = Disk,
        },
        Traffic("container_network_receive_bytes_total", "Bytes received", NetworkBytesPerCpuSecond),
        Traffic("container_network_receive_packets_total", "Packets received", NetworkBytesPerCpuSecond / BytesPerPacket),
        Traffic("container_network_receive_packets_dropped_total", "Received packets dropped", 0),
        Traffic("container_network_receive_errors_total", "Errors of receiving", 0),
        Traffic("container_network_transmit_bytes_total", "Bytes sent", NetworkBytesPerCpuSecond),
        Traffic("container_network_transmit_packets_total", "Packets sent", NetworkBytesPerCpuSecond / BytesPerPacket),
        Traffic("container_network_transmit_packets_dropped_total", "Sent packets dropped", 0),
        Traffic("container_network_transmit_errors_total", "Errors of sending", 0),
    ];

    public static async Task WriteAsync(MetricsWriter writer, KubeletSnapshot kubelet, CancellationToken cancellation)
    {
        var groups = Cgroup.Create(kubelet.Pods.Select(pod => pod.Containers)).ToList();
        writer.Family("cadvisor_version_info", MetricType.Gauge, "Versions of the node");
        writer.Sample(
            1,
            ("cadvisorRevision", ""),
            ("cadvisorVersion", ""),
            ("dockerVersion", ""),
            ("kernelVersion", kubelet.Node.Status.Text("nodeInfo", "kernelVersion") ?? ""),
            ("osVersion", kubelet.Node.Status.Text("nodeInfo", "osImage") ?? "")
        );
        foreach (var family in Families)
        {
            writer.Family(family.Name, family.Type, family.Help);
            foreach (var group in groups)
            {
                if (family.Level is { } level && level != group.Level)
                {
                    continue;
                }

                if (family.Value(group) is { } value)
                {
                    writer.Sample([], group.Labels, value, family.Labels);
                    await writer.FlushIfFullAsync(cancellation);
                }
            }
        }

        writer.Family("container_last_seen", MetricType.Gauge, "Unix time of the measurement");
        foreach (var group in groups)
        {
            writer.Sample([], group.Labels, kubelet.Now.ToUnixTimeSeconds());
        }

        writer.Family("container_scrape_error", MetricType.Gauge, "1 if the measurement failed");
        writer.Sample(0);
        writer.Family("machine_cpu_cores", MetricType.Gauge, "Cores of the node");
        writer.Sample(Capacity(kubelet, "cpu"));
        writer.Family("machine_memory_bytes", MetricType.Gauge, "Memory of the node");
        writer.Sample(Capacity(kubelet, "memory"));
    }

    private static double Capacity(KubeletSnapshot kubelet, string resource) =>
        Quantity.FromJson(kubelet.Node.Status.Node("capacity", resource)).ToDouble();

    private static double? IfLimited(Cgroup group, Func<RunningContainer, double> value) =>
        group is { Level: not CgroupLevel.Node, CpuLimit: not null } ? group.Containers.Sum(value) : null;

    private static double? GetStart(Cgroup group) =>
        group.Level == CgroupLevel.Node ? null : group.Containers.Min(container => container.StartedAt).ToUnixTimeSeconds();

    private static Family Counter(string name, string help, Func<Cgroup, double?> value) => new(name, MetricType.Counter, help, value);

    private static Family Gauge(string name, string help, Func<Cgroup, double?> value) => new(name, MetricType.Gauge, help, value);

    /// <summary>The containers of a pod share its network.</summary>
    private static Family Traffic(string name, string help, double perCpuSecond) =>
        Counter(name, help, one => one.CpuSeconds * perCpuSecond) with
        {
            Labels = Network,
            Level = CgroupLevel.Pod,
        };

    private sealed record Family(string Name, MetricType Type, string Help, Func<Cgroup, double?> Value)
    {
        public (string, string)[] Labels { get; init; } = [];

        /// <summary>The level of the control groups that have the metric; null for all.</summary>
        public CgroupLevel? Level { get; init; }
    }
}

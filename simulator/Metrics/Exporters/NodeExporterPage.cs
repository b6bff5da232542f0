using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Metrics.Kubelets;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Exporters;

/// <summary>The page of node-exporter: a healthy node whose CPU and memory its pods use.</summary>
internal sealed class NodeExporterPage(IClusterClient client, UsageModel usage, UsageCounters counters)
{
    // The page has samples for each core.
    private const int MaximumCores = 1024;
    private const double SystemMemory = 512.0 * 1024 * 1024;
    private const double SystemCpu = 0.05;
    private const double UserShare = 0.8;
    private const double BytesPerCpuSecond = 1024 * 1024;
    private const double DiskShare = 0.2;
    private const double BytesPerInode = 16 * 1024;
    private static readonly (string, string)[] Root = [("device", "/dev/sda1"), ("fstype", "ext4"), ("mountpoint", "/")];

    public void Write(MetricsWriter writer, string name, DateTimeOffset now)
    {
        if (client.Find(GroupResource.Nodes, "", name) is not { } node)
        {
            return;
        }

        var pods = usage.GetPodsOfNode(name);
        var cores = (int)Math.Clamp(Capacity(node, "cpu"), 1, MaximumCores);
        var busy = Math.Min(cores, SystemCpu + pods.SelectMany(pod => pod.Containers).Sum(container => container.Cpu.ToDouble()));
        var used = SystemMemory + pods.SelectMany(pod => pod.Containers).Sum(container => container.Memory.ToDouble());
        WriteCpu(writer, node, cores, busy, now);
        Gauge(writer, "node_load1", "Load over a minute", busy);
        Gauge(writer, "node_load5", "Load over five minutes", busy);
        Gauge(writer, "node_load15", "Load over fifteen minutes", busy);
        var memory = Capacity(node, "memory");
        Gauge(writer, "node_memory_MemTotal_bytes", "Memory", memory);
        Gauge(writer, "node_memory_MemAvailable_bytes", "Memory left", Math.Max(0, memory - used));
        Gauge(writer, "node_memory_MemFree_bytes", "Memory not used", Math.Max(0, memory - used));
        var disk = Capacity(node, "ephemeral-storage");
        Gauge(writer, "node_filesystem_size_bytes", "Size", disk, Root);
        Gauge(writer, "node_filesystem_avail_bytes", "Bytes left", disk * (1 - DiskShare), Root);
        Gauge(writer, "node_filesystem_free_bytes", "Bytes not used", disk * (1 - DiskShare), Root);
        Gauge(writer, "node_filesystem_files", "Inodes", Math.Floor(disk / BytesPerInode), Root);
        Gauge(writer, "node_filesystem_files_free", "Inodes left", Math.Floor(disk / BytesPerInode * (1 - DiskShare)), Root);
        Gauge(writer, "node_filesystem_readonly", "Whether it is read-only", 0, Root);
        WriteDevices(writer, node, busy, now);
        Gauge(writer, "node_filefd_allocated", "Open files", 1024);
        Gauge(writer, "node_filefd_maximum", "Files that may be open", 1024 * 1024);
        Gauge(writer, "node_nf_conntrack_entries", "Connections tracked", 128);
        Gauge(writer, "node_nf_conntrack_entries_limit", "Connections that can be tracked", 256 * 1024);
        Gauge(writer, "node_textfile_scrape_error", "1 if a file cannot be read", 0);
        Gauge(writer, "node_timex_offset_seconds", "Offset of the clock", 0);
        Gauge(writer, "node_timex_sync_status", "Whether the clock is synchronized", 1);
        Gauge(writer, "node_timex_maxerror_seconds", "Largest error of the clock", 0.001);
        Gauge(writer, "node_boot_time_seconds", "Unix time of the start", node.CreationTime.ToUnixTimeSeconds());
        Gauge(writer, "node_time_seconds", "Unix time", now.ToUnixTimeSeconds());
        Gauge(writer, "node_uname_info", "Name of the node", 1, ("nodename", name), ("sysname", "Linux"));
    }

    private void WriteCpu(MetricsWriter writer, KubeObject node, int cores, double busy, DateTimeOffset now)
    {
        writer.Family("node_cpu_seconds_total", MetricType.Counter, "Time of the cores by mode");
        for (var core = 0; core < cores; core++)
        {
            var share = busy / cores;
            foreach (
                var (mode, rate) in (ReadOnlySpan<(string, double)>)
                    [("idle", 1 - share), ("iowait", 0), ("steal", 0), ("system", share * (1 - UserShare)), ("user", share * UserShare)]
            )
            {
                writer.Sample(
                    counters.Advance($"cpu {mode}", node.Uid, node.CreationTime, now, rate),
                    ("cpu", core.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    ("mode", mode)
                );
            }
        }
    }

    private void WriteDevices(MetricsWriter writer, KubeObject node, double busy, DateTimeOffset now)
    {
        foreach (
            var (name, help, rate) in (ReadOnlySpan<(string, string, double)>)
                [
                    ("receive_bytes", "Bytes received", busy * BytesPerCpuSecond),
                    ("receive_packets", "Packets received", busy * 1024),
                    ("receive_errs", "Errors of receiving", 0),
                    ("transmit_bytes", "Bytes sent", busy * BytesPerCpuSecond),
                    ("transmit_packets", "Packets sent", busy * 1024),
                    ("transmit_errs", "Errors of sending", 0),
                ]
        )
        {
            Counter(writer, $"node_network_{name}_total", help, node, now, rate, ("device", "eth0"));
        }

        foreach (
            var (name, help, rate) in (ReadOnlySpan<(string, string, double)>)
                [
                    ("io_time_seconds", "Time of operations", busy / 100),
                    ("io_time_weighted_seconds", "Time of operations by their number", busy / 100),
                    ("read_bytes", "Bytes read", busy * BytesPerCpuSecond / 4),
                    ("written_bytes", "Bytes written", busy * BytesPerCpuSecond / 4),
                ]
        )
        {
            Counter(writer, $"node_disk_{name}_total", help, node, now, rate, ("device", "sda"));
        }

        Counter(writer, "node_vmstat_pgmajfault", "Pages read from disk", node, now, 0);
    }

    private void Counter(
        MetricsWriter writer,
        string name,
        string help,
        KubeObject node,
        DateTimeOffset now,
        double rate,
        params ReadOnlySpan<(string, string)> labels
    )
    {
        writer.Family(name, MetricType.Counter, help);
        writer.Sample(counters.Advance(name, node.Uid, node.CreationTime, now, rate), labels);
    }

    private static void Gauge(MetricsWriter writer, string name, string help, double value, params ReadOnlySpan<(string, string)> labels)
    {
        writer.Family(name, MetricType.Gauge, help);
        writer.Sample(value, labels);
    }

    private static double Capacity(KubeObject node, string resource) =>
        Quantity.FromJson(node.Status.Node("capacity", resource)).ToDouble();
}

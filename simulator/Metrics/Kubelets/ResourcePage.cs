using Infra.Simulator.Metrics.Exposition;
using ContainerFamily = (
    string Name,
    Infra.Simulator.Metrics.Exposition.MetricType Type,
    string Help,
    System.Func<Infra.Simulator.Metrics.Kubelets.RunningContainer, double> Value
);

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>The page <c>/metrics/resource</c> of a kubelet, which metrics-server reads.</summary>
internal static class ResourcePage
{
    public static async Task WriteAsync(MetricsWriter writer, KubeletSnapshot kubelet, CancellationToken cancellation)
    {
        var containers = kubelet
            .Pods.SelectMany(pod => pod.Containers)
            .Select(container => (Container: container, Labels: Encode(container)))
            .ToList();
        foreach (
            var (name, type, help, value) in (ContainerFamily[])
                [
                    ("container_cpu_usage_seconds_total", MetricType.Counter, "CPU time of the container", one => one.CpuSeconds),
                    ("container_memory_working_set_bytes", MetricType.Gauge, "Working set of the container", one => one.Memory),
                    ("container_swap_usage_bytes", MetricType.Gauge, "Swap of the container", _ => 0),
                    ("container_start_time_seconds", MetricType.Gauge, "Unix time of the container's start", one =>
                        one.StartedAt.ToUnixTimeSeconds()
                    ),
                ]
        )
        {
            writer.Family(name, type, help);
            foreach (var (container, labels) in containers)
            {
                writer.Sample([], labels, value(container));
                await writer.FlushIfFullAsync(cancellation);
            }
        }

        WriteTotals(writer, kubelet, "cpu_usage_seconds_total", MetricType.Counter, "CPU time", container => container.CpuSeconds);
        WriteTotals(writer, kubelet, "memory_working_set_bytes", MetricType.Gauge, "Working set", container => container.Memory);
        WriteTotals(writer, kubelet, "swap_usage_bytes", MetricType.Gauge, "Swap", _ => 0);
        foreach (var name in (string[])["scrape_error", "resource_scrape_error"])
        {
            writer.Family(name, MetricType.Gauge, "1 if the measurement failed");
            writer.Sample(0);
        }
    }

    private static byte[] Encode(RunningContainer container) =>
        MetricsWriter.Encode(("container", container.Name), ("namespace", container.Pod.Namespace), ("pod", container.Pod.Name));

    private static void WriteTotals(
        MetricsWriter writer,
        KubeletSnapshot kubelet,
        string name,
        MetricType type,
        string help,
        Func<RunningContainer, double> value
    )
    {
        writer.Family($"node_{name}", type, $"{help} of the node's pods");
        writer.Sample(kubelet.Pods.SelectMany(pod => pod.Containers).Sum(value));
        writer.Family($"pod_{name}", type, $"{help} of the pod");
        foreach (var pod in kubelet.Pods.Where(pod => pod.Containers.Count > 0))
        {
            writer.Sample(pod.Containers.Sum(value), ("namespace", pod.Pod.Namespace), ("pod", pod.Pod.Name));
        }
    }
}

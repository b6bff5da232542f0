using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Metrics.Kubelets;

namespace Infra.Simulator.Metrics.Exporters;

/// <summary>
/// The page of a pod with its custom metrics. A metric whose name ends in <c>_total</c> is a counter that grows by its value each second.
/// </summary>
internal sealed class CustomPage(UsageCounters counters)
{
    private const string CounterSuffix = "_total";

    public void Write(MetricsWriter writer, PodUsage pod, DateTimeOffset now)
    {
        foreach (var (metric, value) in pod.Custom.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var name = string.Concat(metric.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
            if (char.IsAsciiDigit(name[0]))
            {
                name = "_" + name;
            }

            var isCounter = name.EndsWith(CounterSuffix, StringComparison.Ordinal);
            writer.Family(name, isCounter ? MetricType.Counter : MetricType.Gauge, "Simulated metric of the pod");
            writer.Sample(
                isCounter ? counters.Advance(metric, pod.Pod.Uid, pod.Pod.CreationTime, now, value.ToDouble()) : value.ToDouble()
            );
        }
    }
}

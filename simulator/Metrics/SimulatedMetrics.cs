using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Controllers;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>Gives autoscalers the simulated usage and the metrics that the user has set.</summary>
internal sealed class SimulatedMetrics(UsageModel usage) : IMetricsSource
{
    /// <inheritdoc/>
    public PodSample?[] Resource(IReadOnlyList<Pod> pods, string resource, string? container)
    {
        var samples = resource is "cpu" or "memory" ? Sample(Measure(pods), pod => Sum(pod, resource, container)) : [];
        return samples.Count > 0
            ? Align(pods, samples)
            : throw new MetricUnavailableException(
                $"unable to get metrics for resource {resource}: no metrics returned from resource metrics API"
            );
    }

    /// <inheritdoc/>
    public PodSample?[] Pods(IReadOnlyList<Pod> pods, string metric)
    {
        var samples = Sample(Measure(pods).Where(pod => pod.Custom.ContainsKey(metric)), pod => pod.Custom[metric].MilliValue);
        return samples.Count > 0
            ? Align(pods, samples)
            : throw new MetricUnavailableException(
                $"unable to get metric {metric}: unable to fetch metrics from custom metrics API: "
                    + $"the server could not find the metric {metric} for pods"
            );
    }

    /// <inheritdoc/>
    public long Object(string inNamespace, string kind, string name, string metric) =>
        Find(inNamespace, kind.ToLowerInvariant(), name, metric)
        ?? throw new MetricUnavailableException(
            $"unable to get metric {metric}: {kind} on {inNamespace} {name}/unable to fetch metrics from custom metrics API: "
                + $"the server could not find the metric {metric} for {kind.ToLowerInvariant()} {name}"
        );

    /// <inheritdoc/>
    public IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector)
    {
        var series = usage.GetExternal(inNamespace, metric, LabelSelector.FromJson(selector ?? [])).ToList();
        return series.Count > 0
            ? [.. series.Select(setting => setting.Value.MilliValue)]
            : throw new MetricUnavailableException(
                $"unable to get external metric {inNamespace}/{metric}/{SelectorText.Format(selector)}: "
                    + "no metrics returned from external metrics API"
            );
    }

    /// <inheritdoc/>
    public bool AreSteady(IReadOnlyList<Pod> pods) => pods.All(pod => usage.IsSteady(pod.Source));

    private static long Sum(PodUsage pod, string resource, string? container)
    {
        var (sum, found) = (Int128.Zero, false);
        foreach (var one in pod.Containers)
        {
            if (container is null || one.Name == container)
            {
                (sum, found) = (sum + (resource == "memory" ? one.Memory : one.Cpu).MilliValue, true);
            }
        }

        return found
            ? (long)Int128.Min(sum, long.MaxValue)
            : throw new MetricUnavailableException(
                $"unable to get metrics for resource {resource}: failed to get container metrics: "
                    + $"container {container} not present in metrics for pod {pod.Pod.Namespace}/{pod.Pod.Name}"
            );
    }

    private Dictionary<string, PodSample> Sample(IEnumerable<PodUsage> pods, Func<PodUsage, long> getMilliValue)
    {
        var measuredAt = usage.MeasuredAt;
        return pods.ToDictionary(pod => pod.Pod.Name, pod => new PodSample(getMilliValue(pod), measuredAt, UsageModel.Resolution));
    }

    private static PodSample?[] Align(IReadOnlyList<Pod> pods, Dictionary<string, PodSample> samples) =>
        [.. pods.Select(pod => samples.TryGetValue(pod.Name, out var sample) ? sample : (PodSample?)null)];

    private IReadOnlyList<PodUsage> Measure(IEnumerable<Pod> pods) => usage.GetPods(pods.Select(pod => pod.Source));

    private long? Find(string inNamespace, string kind, string name, string metric) =>
        usage
            .Settings.FirstOrDefault(setting =>
                setting.Namespace == inNamespace && setting.Kind == kind && setting.Name == name && setting.Metric == metric
            )
            ?.Value.MilliValue;
}

using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>A measured value of one pod, in thousandths of the metric's unit.</summary>
/// <param name="MilliValue">The value.</param>
/// <param name="MeasuredAt">When it was measured.</param>
/// <param name="Window">Over what time.</param>
internal readonly record struct PodSample(long MilliValue, DateTimeOffset MeasuredAt, TimeSpan Window);

/// <summary>A metric cannot be had.</summary>
internal sealed class MetricUnavailableException(string message) : Exception(message);

/// <summary>Where an autoscaler's metrics come from. Every method throws a <see cref="MetricUnavailableException"/> where there is nothing to give.</summary>
internal interface IMetricsSource
{
    /// <summary>Use of a resource by the pods of a selector, by pod; of one container only where it is named.</summary>
    IReadOnlyDictionary<string, PodSample> Resource(string inNamespace, LabelSelector selector, string resource, string? container);

    /// <summary>A metric of each pod of a selector, by pod.</summary>
    IReadOnlyDictionary<string, PodSample> Pods(string inNamespace, LabelSelector selector, string metric);

    /// <summary>A metric of one object, in thousandths.</summary>
    long Object(string inNamespace, string kind, string name, string metric);

    /// <summary>The values of a metric from outside the cluster, in thousandths.</summary>
    IReadOnlyList<long> External(string inNamespace, string metric);
}

/// <summary>A cluster without a metrics server: nothing can be had, and it is said as the API server says it.</summary>
internal sealed class NoMetrics : IMetricsSource
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, PodSample> Resource(string inNamespace, LabelSelector selector, string resource, string? container) =>
        throw new MetricUnavailableException(
            $"unable to get metrics for resource {resource}: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)");

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, PodSample> Pods(string inNamespace, LabelSelector selector, string metric) => throw Custom(metric);

    /// <inheritdoc/>
    public long Object(string inNamespace, string kind, string name, string metric) => throw Custom(metric);

    /// <inheritdoc/>
    public IReadOnlyList<long> External(string inNamespace, string metric) => throw new MetricUnavailableException(
        $"unable to get external metric {inNamespace}/{metric}/nil: unable to fetch metrics from external metrics API: the server could not find the requested resource (get {metric}.external.metrics.k8s.io)");

    private static MetricUnavailableException Custom(string metric) =>
        new($"unable to get metric {metric}: unable to fetch metrics from custom metrics API: the server could not find the requested resource (get pods.custom.metrics.k8s.io)");
}

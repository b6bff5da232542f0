using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>A measured value of one pod, in thousandths of the metric's unit.</summary>
/// <param name="MilliValue">The value.</param>
/// <param name="MeasuredAt">The time of the measurement.</param>
/// <param name="Window">The interval of the measurement.</param>
internal readonly record struct PodSample(long MilliValue, DateTimeOffset MeasuredAt, TimeSpan Window);

/// <summary>A metric is not available.</summary>
internal sealed class MetricUnavailableException(string message) : Exception(message);

/// <summary>
/// The source of an autoscaler's metrics. Every method throws a <see cref="MetricUnavailableException"/> if the metric is not available.
/// </summary>
internal interface IMetricsSource
{
    /// <summary>The resource usage of each pod in their order, or of one of its containers; null for a pod without.</summary>
    PodSample?[] Resource(IReadOnlyList<Pod> pods, string resource, string? container);

    /// <summary>A custom metric of each pod in their order; null for a pod without.</summary>
    PodSample?[] Pods(IReadOnlyList<Pod> pods, string metric);

    /// <summary>A custom metric of one object, in thousandths.</summary>
    long Object(string inNamespace, string kind, string name, string metric);

    /// <summary>The values of the series of an external metric that a selector selects, in thousandths.</summary>
    /// <param name="inNamespace">The autoscaler's namespace.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="selector">The label selector in JSON; null for all series.</param>
    IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector);

    /// <summary>Whether the values that were read for pods stay the same until an object of the cluster changes.</summary>
    bool AreSteady(IReadOnlyList<Pod> pods) => false;

    /// <summary>Grows when values that were steady no longer follow from the objects of the cluster alone.</summary>
    long Version => 0;
}

/// <summary>A cluster without a metrics server: no metric is available.</summary>
internal sealed class NoMetrics : IMetricsSource
{
    private const string NoCustomMetrics =
        "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered";

    /// <inheritdoc/>
    public PodSample?[] Resource(IReadOnlyList<Pod> pods, string resource, string? container) =>
        throw new MetricUnavailableException(
            $"unable to get metrics for resource {resource}: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)"
        );

    /// <inheritdoc/>
    public PodSample?[] Pods(IReadOnlyList<Pod> pods, string metric) =>
        throw new MetricUnavailableException($"unable to get metric {metric}: {NoCustomMetrics}");

    /// <inheritdoc/>
    public long Object(string inNamespace, string kind, string name, string metric) =>
        throw new MetricUnavailableException($"unable to get metric {metric}: {kind} on {inNamespace} {name}/{NoCustomMetrics}");

    /// <inheritdoc/>
    public IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector) =>
        throw new MetricUnavailableException(
            $"unable to get external metric {inNamespace}/{metric}/{SelectorText.Format(selector)}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get {metric}.external.metrics.k8s.io)"
        );
}

using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>The metrics a service exposes in Prometheus' text format.</summary>
internal sealed record MetricsSettings
{
    /// <summary>The port of the metrics: the name of a port of the pod, sidecars included, or a number.</summary>
    /// <value>the service's main port</value>
    /// <remarks>The port that Prometheus scrapes, and a network policy that allows it.</remarks>
    /// <example>metrics: {port: 9090, path: /metrics, interval: 15s}</example>
    public PortReference? Port { get; init; }

    /// <summary>The path of the metrics.</summary>
    /// <value>/metrics</value>
    /// <remarks>The <c>metrics_path</c> of the scrape job.</remarks>
    /// <example>metrics: {path: /internal/metrics}</example>
    public string Path { get; init; } = "/metrics";

    /// <summary>The scrape interval.</summary>
    /// <value>the stack's <c>monitoring.interval</c></value>
    /// <remarks>The <c>scrape_interval</c> of the scrape job.</remarks>
    /// <example>metrics: {interval: 10s}</example>
    public TimeSpan? Interval { get; init; }

    /// <summary>The counter of requests.</summary>
    /// <value>http_requests_total</value>
    /// <remarks>The expressions of recording rules, alerts and dashboards.</remarks>
    /// <example>metrics: {requests: app_requests_total}</example>
    public string Requests { get; init; } = "http_requests_total";

    /// <summary>The label of that counter with the status. Values from 500 on are failures.</summary>
    /// <value>code</value>
    /// <remarks>The expressions of recording rules, alerts and dashboards.</remarks>
    /// <example>metrics: {status: code}</example>
    public string Status { get; init; } = "code";

    /// <summary>The histogram of request durations in seconds, without suffix.</summary>
    /// <value>http_request_duration_seconds</value>
    /// <remarks>The expressions of recording rules, alerts and dashboards.</remarks>
    /// <example>metrics: {duration: app_request_seconds}</example>
    public string Duration { get; init; } = "http_request_duration_seconds";

    /// <summary>The queue the service consumes.</summary>
    /// <value>none</value>
    /// <remarks>An alert and a panel.</remarks>
    /// <example>metrics: {queue: {length: order_events_queue_length, max: 1000}}</example>
    public QueueSettings? Queue { get; init; }
}

/// <summary>A queue whose length is a metric of the service.</summary>
internal sealed record QueueSettings
{
    /// <summary>The gauge of its length.</summary>
    /// <remarks>The expression of the alert.</remarks>
    /// <example>queue: {length: order_events_queue_length, max: 1000}</example>
    public required string Length { get; init; }

    /// <summary>The length above which the alert fires.</summary>
    /// <remarks>The threshold of the alert.</remarks>
    /// <example>queue: {length: order_events_queue_length, max: 1000}</example>
    [Range(1, int.MaxValue)]
    public required int Max { get; init; }

    /// <summary>How long the length may be above <c>max</c>.</summary>
    /// <value>10m</value>
    /// <remarks>The <c>for</c> of the alert.</remarks>
    /// <example>queue: {length: order_events_queue_length, max: 1000, for: 30m}</example>
    public TimeSpan For { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>
/// The service level objectives of a service. Burning the error budget too fast raises an alert; the remaining budget is on its dashboard.
/// </summary>
internal sealed record ObjectiveSettings
{
    /// <summary>The percentage of requests that do not fail.</summary>
    /// <value>no such objective</value>
    /// <remarks>Burn-rate alerts on failed requests.</remarks>
    /// <example>slo: {availability: 99.9}</example>
    public double? Availability { get; init; }

    /// <summary>The percentage of requests that are fast.</summary>
    /// <value>no such objective</value>
    /// <remarks>Burn-rate alerts on slow requests.</remarks>
    /// <example>slo: {latency: {under: 300ms, for: 99}}</example>
    public LatencyObjectiveSettings? Latency { get; init; }

    /// <summary>The window of the objective: 7d, 28d or 30d.</summary>
    /// <value>30d</value>
    /// <remarks>The windows of the recording rules and the dashboard.</remarks>
    /// <example>slo: {availability: 99.9, window: 28d}</example>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>A latency objective.</summary>
internal sealed record LatencyObjectiveSettings
{
    /// <summary>The longest duration of a fast request, which must be one of the histogram's bucket boundaries.</summary>
    /// <remarks>The bucket in the recording rules' expressions.</remarks>
    /// <example>latency: {under: 300ms, for: 99}</example>
    public required TimeSpan Under { get; init; }

    /// <summary>The percentage of requests that must be fast.</summary>
    /// <remarks>The objective in the alerts' expressions.</remarks>
    /// <example>latency: {under: 300ms, for: 99}</example>
    public required double For { get; init; }
}

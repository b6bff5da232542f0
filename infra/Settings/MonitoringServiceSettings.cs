using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>The measurements a service offers of itself, in Prometheus' text format.</summary>
internal sealed record MetricsSettings
{
    /// <summary>The port they are at.</summary>
    /// <value>the service's own port</value>
    /// <remarks>The port that Prometheus reads, and a NetworkPolicy that lets it.</remarks>
    /// <example>metrics: {port: 9090, path: /metrics, interval: 15s}</example>
    [Range(1, 65535)]
    public int? Port { get; init; }

    /// <summary>The path they are at.</summary>
    /// <value>/metrics</value>
    /// <remarks>The <c>metrics_path</c> of the scrape job.</remarks>
    /// <example>metrics: {path: /internal/metrics}</example>
    public string Path { get; init; } = "/metrics";

    /// <summary>How often they are read.</summary>
    /// <value>the monitoring's interval</value>
    /// <remarks>The <c>scrape_interval</c> of the scrape job.</remarks>
    /// <example>metrics: {interval: 10s}</example>
    public TimeSpan? Interval { get; init; }

    /// <summary>The counter of requests.</summary>
    /// <value>http_requests_total</value>
    /// <remarks>The expressions of recordings, alerts and dashboards.</remarks>
    /// <example>metrics: {requests: app_requests_total}</example>
    public string Requests { get; init; } = "http_requests_total";

    /// <summary>The label of that counter with the status; those from 500 on are failures.</summary>
    /// <value>code</value>
    /// <remarks>The expressions of recordings, alerts and dashboards.</remarks>
    /// <example>metrics: {status: code}</example>
    public string Status { get; init; } = "code";

    /// <summary>The histogram of the requests' durations, in seconds, without its suffix.</summary>
    /// <value>http_request_duration_seconds</value>
    /// <remarks>The expressions of recordings, alerts and dashboards.</remarks>
    /// <example>metrics: {duration: app_request_seconds}</example>
    public string Duration { get; init; } = "http_request_duration_seconds";

    /// <summary>The queue it works off.</summary>
    /// <value>none</value>
    /// <remarks>An alert on the queue, and a panel.</remarks>
    /// <example>metrics: {queue: {length: order_events_queue_length, max: 1000}}</example>
    public QueueSettings? Queue { get; init; }
}

/// <summary>A queue whose length a service measures.</summary>
internal sealed record QueueSettings
{
    /// <summary>The gauge of its length.</summary>
    /// <remarks>The expression of the alert.</remarks>
    /// <example>queue: {length: order_events_queue_length, max: 1000}</example>
    public required string Length { get; init; }

    /// <summary>The length above which something is wrong.</summary>
    /// <remarks>The threshold of the alert.</remarks>
    /// <example>queue: {length: order_events_queue_length, max: 1000}</example>
    [Range(1, int.MaxValue)]
    public required int Max { get; init; }

    /// <summary>How long it may be above.</summary>
    /// <value>10m</value>
    /// <remarks>The <c>for</c> of the alert.</remarks>
    /// <example>queue: {length: order_events_queue_length, max: 1000, for: 30m}</example>
    public TimeSpan For { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What a service promises. Breaking it too fast alerts; how much may still go wrong is on its dashboard.</summary>
internal sealed record ObjectiveSettings
{
    /// <summary>The share of requests, in per cent, that do not fail.</summary>
    /// <value>no such promise</value>
    /// <remarks>Burn-rate alerts on failed requests.</remarks>
    /// <example>slo: {availability: 99.9}</example>
    public double? Availability { get; init; }

    /// <summary>The share of requests that are fast.</summary>
    /// <value>no such promise</value>
    /// <remarks>Burn-rate alerts on slow requests.</remarks>
    /// <example>slo: {latency: {under: 300ms, for: 99}}</example>
    public LatencyObjectiveSettings? Latency { get; init; }

    /// <summary>The time over which the promise is kept or broken: 7d, 28d or 30d.</summary>
    /// <value>30d</value>
    /// <remarks>The windows of the recordings and of the dashboard.</remarks>
    /// <example>slo: {availability: 99.9, window: 28d}</example>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>The share of requests that are fast.</summary>
internal sealed record LatencyObjectiveSettings
{
    /// <summary>The time a fast request takes at most; one of the histogram's bucket boundaries.</summary>
    /// <remarks>The bucket in the recordings' expressions.</remarks>
    /// <example>latency: {under: 300ms, for: 99}</example>
    public required TimeSpan Under { get; init; }

    /// <summary>The share of requests, in per cent, that take no longer.</summary>
    /// <remarks>The objective in the alerts' expressions.</remarks>
    /// <example>latency: {under: 300ms, for: 99}</example>
    public required double For { get; init; }
}

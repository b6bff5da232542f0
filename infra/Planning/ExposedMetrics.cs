using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The Prometheus metrics a service exposes.</summary>
internal sealed record ExposedMetrics
{
    public required int Port { get; init; }

    public required string Path { get; init; }

    /// <summary>The scrape interval.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The counter of requests.</summary>
    public required string Requests { get; init; }

    /// <summary>The label of that counter that holds the status.</summary>
    public required string Status { get; init; }

    /// <summary>The histogram of request durations, without suffix.</summary>
    public required string Duration { get; init; }

    /// <summary>The queue the service consumes; null if it has none.</summary>
    public required QueueSettings? Queue { get; init; }

    /// <summary>Whether the service answers requests; a worker does not.</summary>
    public required bool AnswersRequests { get; init; }

    /// <summary>Resolves a service's metrics settings; null if it exposes none.</summary>
    public static ExposedMetrics? Create(ServiceSettings service, MonitoringSettings monitoring) =>
        service.Metrics is not { } metrics
            ? null
            : new ExposedMetrics
            {
                Port = FindPort(service, metrics),
                Path = metrics.Path,
                Interval = metrics.Interval ?? monitoring.Interval,
                Requests = metrics.Requests,
                Status = metrics.Status,
                Duration = metrics.Duration,
                Queue = metrics.Queue,
                AnswersRequests = service.HasPorts,
            };

    private static int FindPort(ServiceSettings service, MetricsSettings metrics) =>
        metrics.Port switch
        {
            { Number: { } number } => number,
            { Name: { } name } => DeclaredPort.InPod(service).First(port => port.Name == name).Settings.Container,
            _ => DeclaredPort.FindMain(service)!.Settings.Container,
        };
}

namespace Infra.Rehearsal.Calibration;

/// <summary>A service whose numbers are sought, as the monitoring of the stack names it.</summary>
public sealed record CalibratedService
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace of its pods.</summary>
    public required string Namespace { get; init; }

    /// <summary>The kind of its workload, such as <c>Deployment</c>.</summary>
    public string WorkloadKind { get; init; } = "Deployment";

    /// <summary>The names of its workloads; empty for the one of its own name.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>The services and stores that it calls.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>The counter of its requests: the setting <c>metrics.requests</c>.</summary>
    public string Requests { get; init; } = "http_requests_total";

    /// <summary>The histogram of its durations: the setting <c>metrics.duration</c>.</summary>
    public string Duration { get; init; } = "http_request_duration_seconds";
}

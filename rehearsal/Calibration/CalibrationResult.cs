using Infra.Rehearsal.Plans;

namespace Infra.Rehearsal.Calibration;

/// <summary>What was found out about services.</summary>
public sealed record CalibrationResult
{
    /// <summary>Where the recordings come from, such as the address of a Prometheus and a range of time.</summary>
    public required string Source { get; init; }

    /// <summary>The services, in the order in which they were asked for.</summary>
    public required IReadOnlyList<ServiceEstimates> Services { get; init; }

    /// <summary>The recorded load from outside.</summary>
    public required IReadOnlyList<RecordedLoad> Loads { get; init; }

    /// <summary>What could not be found out, why, and what would bring it.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }
}

/// <summary>What was found out about a service; null for what was not.</summary>
public sealed record ServiceEstimates
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The seconds of CPU time of a request.</summary>
    public Estimate? Cpu { get; init; }

    /// <summary>The cores that a pod uses without requests.</summary>
    public Estimate? IdleCpu { get; init; }

    /// <summary>The seconds for which a request waits without using a CPU, calls apart.</summary>
    public Estimate? Latency { get; init; }

    /// <summary>The bytes of memory that a pod uses without requests.</summary>
    public Estimate? IdleMemory { get; init; }

    /// <summary>The bytes of memory that a request in progress adds.</summary>
    public Estimate? RequestMemory { get; init; }

    /// <summary>The seconds from the start of a container until it is ready.</summary>
    public Estimate? StartUp { get; init; }

    /// <summary>The calls for each request, by the called service.</summary>
    public IReadOnlyDictionary<string, Estimate> Calls { get; init; } = new Dictionary<string, Estimate>();

    /// <summary>Whether nothing was found out.</summary>
    public bool IsEmpty => (Cpu ?? Latency ?? IdleMemory ?? StartUp) is null && Calls.Count == 0;
}

/// <summary>A load as it was recorded.</summary>
/// <param name="Service">The service that received it.</param>
/// <param name="Rate">The requests per second by time.</param>
/// <param name="Source">Where it was recorded.</param>
public sealed record RecordedLoad(string Service, IReadOnlyList<RatePoint> Rate, string Source);

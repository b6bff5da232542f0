namespace Infra.Rehearsal.Requests;

/// <summary>What a request model computed for a step.</summary>
/// <param name="Services">Of each service of the model.</param>
/// <param name="Pods">Of each pod of the step.</param>
public sealed record RequestOutcome(IReadOnlyDictionary<string, ServiceOutcome> Services, PodOutcomes Pods);

/// <summary>The requests of a service in a step, in requests per second.</summary>
public sealed record ServiceOutcome
{
    /// <summary>The requests that clients and callers begin, their repetitions apart.</summary>
    public required double Begun { get; init; }

    /// <summary>The attempts that arrive, repetitions included.</summary>
    public required double Attempts { get; init; }

    /// <summary>The begun requests that end in success, after repetitions if need be.</summary>
    public required double Succeeded { get; init; }

    /// <summary>The begun requests that fail for good, those that time out included.</summary>
    public required double Failed { get; init; }

    /// <summary>The attempts that time out.</summary>
    public double TimedOut { get; init; }

    /// <summary>
    /// The time of the successful requests as the service's client measures it, repetitions and called services included.
    /// </summary>
    public required LatencyHistogram Latency { get; init; }
}

/// <summary>What a pod did in a step.</summary>
/// <param name="Cores">The cores it used on average.</param>
/// <param name="InProgress">The requests it worked on at the end.</param>
/// <param name="Waiting">The requests that waited at it at the end.</param>
/// <param name="Throttled">The part of the time in which its CPU limit stopped it, from 0 to 1.</param>
public sealed record PodOutcome(double Cores, double InProgress, double Waiting, double Throttled);

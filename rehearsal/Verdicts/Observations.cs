using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Verdicts;

/// <summary>What a rehearsal observed, as far as verdicts need it.</summary>
public sealed record Observations
{
    /// <summary>How far the rehearsal came.</summary>
    public required TimeSpan Reached { get; init; }

    /// <summary>The services.</summary>
    public required IReadOnlyList<ServiceObservation> Services { get; init; }

    /// <summary>The times for which pods waited for a node, the longest of each service.</summary>
    public IReadOnlyList<PendingObservation> Pending { get; init; } = [];

    /// <summary>What kept the stack from starting.</summary>
    public IReadOnlyList<StartProblem> StartProblems { get; init; } = [];

    /// <summary>What the nodes cost; null if no pool has a price.</summary>
    public CostEstimate? Cost { get; init; }
}

/// <summary>Why a part of the stack did not start before the load.</summary>
/// <param name="Subject">The service, or the object.</param>
/// <param name="Name">What is expected of it.</param>
/// <param name="Figure">What was found.</param>
/// <param name="Limit">What is required.</param>
/// <param name="Cause">Why.</param>
public sealed record StartProblem(string Subject, string Name, string Figure, string Limit, string Cause)
{
    /// <summary>Whether the cluster refuses an object.</summary>
    public bool IsRefusal { get; init; }
}

/// <summary>A pod that waited for a node.</summary>
/// <param name="Subject">Its service, or <c>NAMESPACE/POD</c> for a pod of none.</param>
/// <param name="Waited">From when until when.</param>
/// <param name="Pods">The most pods of the service that waited at a time.</param>
/// <param name="Reason">What the scheduler says.</param>
public sealed record PendingObservation(string Subject, Period Waited, int Pods, string Reason);

/// <summary>A lost pod that received requests.</summary>
/// <param name="Undetected">From the loss until it received no more, or until the rehearsal ended.</param>
/// <param name="IsOver">Whether the loss was noticed before the end.</param>
/// <param name="Balancer">How long the service's load balancer takes to notice; null if the cluster alone does.</param>
public sealed record DetectionObservation(Period Undetected, bool IsOver, TimeSpan? Balancer);

/// <summary>What was observed of a service.</summary>
public sealed record ServiceObservation
{
    /// <summary>What it does with a request.</summary>
    public required ServiceBehaviour Behaviour { get; init; }

    /// <summary>The service in windows of five minutes.</summary>
    public required IReadOnlyList<ServiceWindow> Windows { get; init; }

    /// <summary>When the number of ready pods changed, and to what.</summary>
    public required IReadOnlyList<(TimeSpan At, int Ready)> ReadyChanges { get; init; }

    /// <summary>The longest time for which a lost pod received requests; null if none was lost.</summary>
    public DetectionObservation? LongestDetection { get; init; }

    /// <summary>The most pods that its autoscaler may ask for; null without one.</summary>
    public int? Max { get; init; }
}

/// <summary>A service in a window of time. Numbers of requests are those of the window; other values are means over it.</summary>
public sealed record ServiceWindow
{
    /// <summary>The window.</summary>
    public required Period Period { get; init; }

    /// <summary>Of the successful requests.</summary>
    public required LatencyHistogram Latency { get; init; }

    /// <summary>The attempts that arrived, repetitions included.</summary>
    public double Attempts { get; init; }

    /// <summary>The requests that succeeded.</summary>
    public double Succeeded { get; init; }

    /// <summary>The requests that failed for good.</summary>
    public double Failed { get; init; }

    /// <summary>The cores that its pods used.</summary>
    public double Cpu { get; init; }

    /// <summary>The cores that its ready pods can use: their limits, threads and nodes.</summary>
    public double Capacity { get; init; }

    /// <summary>The requests in progress.</summary>
    public double InProgress { get; init; }

    /// <summary>The requests that its ready pods can work on at a time.</summary>
    public double Slots { get; init; }

    /// <summary>The requests that waited.</summary>
    public double Waiting { get; init; }

    /// <summary>The part of the time in which CPU limits stopped its pods, from 0 to 1.</summary>
    public double Throttled { get; init; }

    /// <summary>The ready pods.</summary>
    public double Ready { get; init; }

    /// <summary>The fewest pods that were ready at a time; null if only the mean is known.</summary>
    public int? LeastReady { get; init; }

    /// <summary>The pods that its workload asks for.</summary>
    public double Desired { get; init; }

    /// <summary>Whether its autoscaler asks for its maximum at any time.</summary>
    public bool IsAtMaximum { get; init; }

    /// <summary>The pods on lost nodes.</summary>
    public double Lost { get; init; }

    /// <summary>The ready pods that answer with errors.</summary>
    public double Faulty { get; init; }

    /// <summary>The pods that wait for a node.</summary>
    public double Pending { get; init; }

    /// <summary>What the scheduler says of one of them; null without any.</summary>
    public string? PendingReason { get; init; }
}

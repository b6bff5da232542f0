using System.Text.Json.Serialization;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>
/// A rehearsal with every value resolved, as <c>docs/program-contract.md</c> describes it: times count from its start, in seconds.
/// </summary>
internal sealed record PlannedRehearsal
{
    public required string Scenario { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Seed { get; init; }

    /// <summary>How often a request may pass through the same service; null if services call each other without a cycle.</summary>
    public int? CallDepth { get; init; }

    public required IReadOnlyList<PlannedPool> Pools { get; init; }

    public required IReadOnlyList<PlannedLoadedService> Services { get; init; }

    public required IReadOnlyList<PlannedLoad> Loads { get; init; }

    public required IReadOnlyList<PlannedFault> Faults { get; init; }

    public required IReadOnlyList<PlannedExpectation> Expectations { get; init; }

    public required IReadOnlyList<PlannedAssumption> Assumptions { get; init; }
}

/// <summary>A pool of nodes.</summary>
internal sealed record PlannedPool
{
    public required string Name { get; init; }

    /// <summary>The cores that pods may request on a node.</summary>
    public required double Cores { get; init; }

    /// <summary>The bytes of memory that pods may request on a node.</summary>
    public required double Memory { get; init; }

    public required int MaxPods { get; init; }

    public required int Initial { get; init; }

    public required int Min { get; init; }

    public required int Max { get; init; }

    public required IReadOnlyList<string> Zones { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>As in <c>kubectl taint</c>: <c>KEY=VALUE:EFFECT</c>.</summary>
    public required IReadOnlyList<string> Taints { get; init; }

    /// <summary>Null for all handlers.</summary>
    public IReadOnlyList<string>? Runtimes { get; init; }

    public double? Price { get; init; }

    public required TimeSpan StartUp { get; init; }
}

/// <summary>A service and what its pods use.</summary>
internal sealed record PlannedLoadedService
{
    public required PlannedBehaviour Behaviour { get; init; }

    public required TimeSpan StartUp { get; init; }

    public double StartUpCpu { get; init; }

    public double IdleCpu { get; init; }

    public required double IdleMemory { get; init; }

    public double RequestMemory { get; init; }

    public required TimeSpan ImagePull { get; init; }

    /// <summary>How soon the load balancer's own checks notice that a pod no longer answers; null if only the cluster notices.</summary>
    public TimeSpan? Detection { get; init; }
}

/// <summary>What a service does with a request.</summary>
internal sealed record PlannedBehaviour
{
    public required string Service { get; init; }

    public required TimeSpan Cpu { get; init; }

    /// <summary>The 99th percentile of the CPU time; null for an exponential distribution.</summary>
    public TimeSpan? CpuP99 { get; init; }

    public required TimeSpan Latency { get; init; }

    public required int Concurrency { get; init; }

    public int? Queue { get; init; }

    public double? Threads { get; init; }

    public required IReadOnlyList<PlannedCall> Calls { get; init; }

    public bool CallsInParallel { get; init; }

    public required PlannedBalancing Balancing { get; init; }

    public TimeSpan? ConnectionLifetime { get; init; }
}

/// <summary>How requests are distributed over pods.</summary>
internal enum PlannedBalancing
{
    Random,
    RoundRobin,
    LeastRequest,
    Source,
}

/// <summary>Calls of a service.</summary>
internal sealed record PlannedCall(string Service, double PerRequest, PlannedClient Client);

/// <summary>How a client behaves.</summary>
internal sealed record PlannedClient(TimeSpan? Timeout, int Retries, TimeSpan BackOff);

/// <summary>Load on a service from outside.</summary>
internal sealed record PlannedLoad(string Service, IReadOnlyList<PlannedRate> Rate, PlannedClient Client);

/// <summary>Requests per second at a time.</summary>
internal sealed record PlannedRate(TimeSpan At, double PerSecond);

/// <summary>Something that breaks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlannedZoneLoss), "zoneLoss")]
[JsonDerivedType(typeof(PlannedNodeLoss), "nodeLoss")]
[JsonDerivedType(typeof(PlannedNodeDrain), "nodeDrain")]
[JsonDerivedType(typeof(PlannedPodKill), "podKill")]
[JsonDerivedType(typeof(PlannedRollout), "rollout")]
internal abstract record PlannedFault(TimeSpan At);

internal sealed record PlannedZoneLoss(TimeSpan At, string Zone, TimeSpan? For) : PlannedFault(At);

internal sealed record PlannedNodeLoss(TimeSpan At, int Count, string? Pool, TimeSpan? For) : PlannedFault(At);

internal sealed record PlannedNodeDrain(TimeSpan At, int Count, string? Pool, TimeSpan? For) : PlannedFault(At);

internal sealed record PlannedPodKill(TimeSpan At, string Service, int Count) : PlannedFault(At);

internal sealed record PlannedRollout(TimeSpan At, string Service, string Version, PlannedFailure Failure, TimeSpan? RollBackAfter)
    : PlannedFault(At);

/// <summary>What is wrong with a deployed version.</summary>
internal enum PlannedFailure
{
    None,
    Readiness,
    Crash,
    Image,
    Errors,
}

/// <summary>Something that must hold.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PlannedLatency), "latency")]
[JsonDerivedType(typeof(PlannedAvailability), "availability")]
[JsonDerivedType(typeof(PlannedDetection), "detection")]
[JsonDerivedType(typeof(PlannedMinimum), "minimum")]
[JsonDerivedType(typeof(PlannedPending), "pending")]
[JsonDerivedType(typeof(PlannedCost), "cost")]
internal abstract record PlannedExpectation(string Source);

internal sealed record PlannedLatency(string Service, TimeSpan Under, double Percent, string Source) : PlannedExpectation(Source);

internal sealed record PlannedAvailability(string Service, double Percent, string Source) : PlannedExpectation(Source);

internal sealed record PlannedDetection(string Service, TimeSpan Within, string Source) : PlannedExpectation(Source);

internal sealed record PlannedMinimum(string Service, int Pods, string Source) : PlannedExpectation(Source);

internal sealed record PlannedPending(TimeSpan Within, string Source) : PlannedExpectation(Source);

internal sealed record PlannedCost(double PerMonth, string Source) : PlannedExpectation(Source);

/// <summary>A number that the rehearsal is based on.</summary>
internal sealed record PlannedAssumption(string Subject, string Name, string Value, PlannedOrigin Origin, string Place);

/// <summary>Where a number comes from.</summary>
internal enum PlannedOrigin
{
    Declared,
    Default,
}

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings.Rehearsals;

/// <summary>What a service does with a request, and what its pods use.</summary>
internal sealed record BehaviourSettings
{
    /// <summary>The CPU time of a request, calls of other services apart.</summary>
    /// <value>5ms</value>
    /// <remarks>The CPU that its pods use.</remarks>
    /// <example>cpu: {mean: 9ms, p99: 40ms}</example>
    public CpuTimeSettings? Cpu { get; init; }

    /// <summary>The time for which a request waits without using a CPU, for a disk or the network; calls of other services apart.</summary>
    /// <value>0ms</value>
    /// <remarks>A part of the latency.</remarks>
    /// <example>latency: 10ms</example>
    public ProcessingTime? Latency { get; init; }

    /// <summary>The most requests that a pod works on at a time. Further ones wait.</summary>
    /// <value><c>traffic.maxConnections</c>, and else 100</value>
    /// <remarks>How many requests share the pod's CPU.</remarks>
    /// <example>concurrency: 200</example>
    [Range(1, 1_000_000)]
    public int? Concurrency { get; init; }

    /// <summary>The most requests that wait at a pod. Further ones fail.</summary>
    /// <value>unlimited</value>
    /// <remarks>Which requests fail when it is overloaded.</remarks>
    /// <example>queue: 1000</example>
    [Range(0, 1_000_000)]
    public int? Queue { get; init; }

    /// <summary>The most cores that a pod can use, for programs with few threads.</summary>
    /// <value>its CPU limit, and else all of its node</value>
    /// <remarks>How fast a pod works.</remarks>
    /// <example>threads: 1</example>
    public double? Threads { get; init; }

    /// <summary>The calls of other services and stores for each request, by their names.</summary>
    /// <value>one of each service in its <c>calls</c> and each store in its <c>uses</c></value>
    /// <remarks>Requests at these services; external stores are not part of the rehearsal.</remarks>
    /// <example>calls: {catalog: 2, orders-db: {perRequest: 1.2, timeout: 1s, retries: 2}}</example>
    public IReadOnlyDictionary<string, RehearsalCallSettings>? Calls { get; init; }

    /// <summary>Whether a request makes its calls at the same time.</summary>
    /// <value>false: one after the other</value>
    /// <remarks>Its latency is that of the slowest call instead of their sum.</remarks>
    /// <example>parallel: true</example>
    public bool Parallel { get; init; }

    /// <summary>How long clients keep a connection, which stays with its pod.</summary>
    /// <value>no connection is kept: each request is balanced on its own</value>
    /// <remarks>New pods receive requests of new connections only.</remarks>
    /// <example>keepAlive: 5m</example>
    public TimeSpan? KeepAlive { get; init; }

    /// <summary>From the start of a container until it answers.</summary>
    /// <value>5s</value>
    /// <remarks>When its probes succeed.</remarks>
    /// <example>startUp: 12s</example>
    public StartUpSettings? StartUp { get; init; }

    /// <summary>The memory of a pod.</summary>
    /// <value>half of its memory request, and nothing for requests</value>
    /// <remarks>The memory that its pods use: beyond their limit they are killed.</remarks>
    /// <example>memory: {idle: 120Mi, request: 200Ki}</example>
    public MemoryUseSettings? Memory { get; init; }

    /// <summary>How long a node without the image takes to pull it.</summary>
    /// <value>10s</value>
    /// <remarks>When containers start on new nodes.</remarks>
    /// <example>pull: 25s</example>
    public TimeSpan? Pull { get; init; }
}

/// <summary>A distribution of CPU times.</summary>
[ShortForm(nameof(Mean))]
internal sealed record CpuTimeSettings
{
    /// <summary>The mean.</summary>
    /// <remarks>The CPU that a pod uses for each request.</remarks>
    /// <example>cpu: {mean: 9ms, p99: 40ms}</example>
    public required ProcessingTime Mean { get; init; }

    /// <summary>The time that 99 % of the requests need at most.</summary>
    /// <value>that of an exponential distribution: 4.6 times the mean; at most 20 times</value>
    /// <remarks>How much requests vary, and so how long others wait.</remarks>
    /// <example>cpu: {mean: 9ms, p99: 40ms}</example>
    public ProcessingTime? P99 { get; init; }

    /// <summary>The cores that a pod uses without requests.</summary>
    /// <value>none</value>
    /// <remarks>The CPU that its pods use; its autoscaler measures it, too.</remarks>
    /// <example>cpu: {mean: 9ms, idle: 20m}</example>
    public Quantity? Idle { get; init; }
}

/// <summary>Calls of another service.</summary>
[ShortForm(nameof(PerRequest))]
internal sealed record RehearsalCallSettings
{
    /// <summary>The mean number of calls for each request.</summary>
    /// <value>1</value>
    /// <remarks>Requests at the called service.</remarks>
    /// <example>calls: {catalog: 1.2}</example>
    public double PerRequest { get; init; } = 1;

    /// <summary>How long the caller waits for each attempt.</summary>
    /// <value>30s</value>
    /// <remarks>Attempts that last longer fail.</remarks>
    /// <example>calls: {catalog: {timeout: 1s}}</example>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often the caller repeats a failed call.</summary>
    /// <value>never</value>
    /// <remarks>More requests at a service that fails.</remarks>
    /// <example>calls: {catalog: {retries: 2, backOff: 100ms}}</example>
    [Range(0, 20)]
    public int? Retries { get; init; }

    /// <summary>How long the caller waits before it repeats.</summary>
    /// <value>0s</value>
    /// <remarks>When repeated requests arrive.</remarks>
    /// <example>calls: {catalog: {retries: 2, backOff: 100ms}}</example>
    public TimeSpan? BackOff { get; init; }
}

/// <summary>The start of a pod.</summary>
[ShortForm(nameof(Time))]
internal sealed record StartUpSettings
{
    /// <summary>From the start of a container until it answers.</summary>
    /// <remarks>When its probes succeed.</remarks>
    /// <example>startUp: 12s</example>
    public required TimeSpan Time { get; init; }

    /// <summary>The cores that it uses meanwhile.</summary>
    /// <value>none</value>
    /// <remarks>The CPU that its pods use; its autoscaler measures it, too.</remarks>
    /// <example>startUp: {time: 12s, cpu: 1}</example>
    public Quantity? Cpu { get; init; }
}

/// <summary>The memory of a pod.</summary>
internal sealed record MemoryUseSettings
{
    /// <summary>Without requests.</summary>
    /// <value>half of its memory request</value>
    /// <remarks>The memory that its pods use.</remarks>
    /// <example>memory: {idle: 120Mi}</example>
    public Quantity? Idle { get; init; }

    /// <summary>For each request in progress.</summary>
    /// <value>nothing</value>
    /// <remarks>The memory that its pods use.</remarks>
    /// <example>memory: {idle: 120Mi, request: 200Ki}</example>
    public Quantity? Request { get; init; }
}

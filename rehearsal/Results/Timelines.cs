using Infra.Rehearsal.Requests;

namespace Infra.Rehearsal.Results;

/// <summary>A service during a rehearsal.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Samples">By time, at regular intervals.</param>
/// <param name="Latency">Of all its successful requests.</param>
public sealed record ServiceTimeline(string Service, IReadOnlyList<ServiceSample> Samples, LatencyHistogram Latency);

/// <summary>A service at a time. Rates, CPU and latencies are those of the interval that ends then.</summary>
public sealed record ServiceSample
{
    /// <summary>The time from the start of the rehearsal.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>The requests per second that were begun, repetitions apart.</summary>
    public double Begun { get; init; }

    /// <summary>The attempts per second, repetitions included.</summary>
    public double Attempts { get; init; }

    /// <summary>The requests per second that succeeded.</summary>
    public double Succeeded { get; init; }

    /// <summary>The requests per second that failed for good.</summary>
    public double Failed { get; init; }

    /// <summary>The requests that wait for a pod or at one.</summary>
    public double Waiting { get; init; }

    /// <summary>The pods that its workload asks for.</summary>
    public int Desired { get; init; }

    /// <summary>The pods that exist and are not being deleted.</summary>
    public int Pods { get; init; }

    /// <summary>The pods that receive requests.</summary>
    public int Ready { get; init; }

    /// <summary>The cores that its pods use together.</summary>
    public double Cpu { get; init; }

    /// <summary>The cores that its pods request together.</summary>
    public double CpuRequested { get; init; }

    /// <summary>The bytes of memory that its pods use together.</summary>
    public double Memory { get; init; }

    /// <summary>The time within which half of the successful requests ended; null without any.</summary>
    public TimeSpan? Latency50 { get; init; }

    /// <summary>The time within which 95 % of the successful requests ended; null without any.</summary>
    public TimeSpan? Latency95 { get; init; }

    /// <summary>The time within which 99 % of the successful requests ended; null without any.</summary>
    public TimeSpan? Latency99 { get; init; }
}

/// <summary>A node during a rehearsal.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Pool">The pool it belongs to.</param>
/// <param name="Zone">Its zone; null for none.</param>
/// <param name="Cores">Its allocatable cores.</param>
/// <param name="Memory">Its allocatable bytes of memory.</param>
/// <param name="Samples">By time, while the node exists.</param>
public sealed record NodeTimeline(string Node, string Pool, string? Zone, double Cores, double Memory, IReadOnlyList<NodeSample> Samples);

/// <summary>A node at a time.</summary>
/// <param name="At">The time from the start of the rehearsal.</param>
/// <param name="IsReady">Whether it is ready and accepts pods.</param>
/// <param name="CpuRequested">The cores that its pods request.</param>
/// <param name="CpuUsed">The cores that its pods use.</param>
/// <param name="MemoryRequested">The bytes that its pods request.</param>
/// <param name="Pods">The number of its pods by service; those of none are under an empty name.</param>
public sealed record NodeSample(
    TimeSpan At,
    bool IsReady,
    double CpuRequested,
    double CpuUsed,
    double MemoryRequested,
    IReadOnlyDictionary<string, int> Pods
);

/// <summary>Something that happened.</summary>
/// <param name="At">The time from the start of the rehearsal.</param>
/// <param name="Type">What kind of event it is.</param>
/// <param name="Subject">The service, node, zone or pool.</param>
/// <param name="Text">What happened, such as <c>6 → 8 pods: cpu at 92 % of its request</c>.</param>
public sealed record TimelineEvent(TimeSpan At, TimelineEventType Type, string Subject, string Text)
{
    /// <summary>When it ended; null for an event without a duration.</summary>
    public TimeSpan? Until { get; init; }
}

/// <summary>What kind of event it is.</summary>
public enum TimelineEventType
{
    /// <summary>A fault of the scenario begins; its end is the event's.</summary>
    Fault,

    /// <summary>The scenario deploys a version of a service.</summary>
    Rollout,

    /// <summary>An autoscaler changes the number of pods.</summary>
    Scaling,

    /// <summary>A node is added, removed, or changes its readiness.</summary>
    Node,

    /// <summary>Pods cannot be scheduled, are evicted, killed or restarted.</summary>
    Pod,

    /// <summary>A disruption budget delays an eviction.</summary>
    Disruption,
}

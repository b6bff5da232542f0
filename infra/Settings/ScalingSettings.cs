using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>A number of pods that follows the load. Where several targets are given, the one that asks for most pods wins.</summary>
internal sealed record ScalingSettings
{
    /// <summary>The fewest pods.</summary>
    /// <value>from the stack's fault tolerance: 1, 2 or 3</value>
    /// <remarks>The autoscaler's <c>minReplicas</c>.</remarks>
    /// <example>scaling: {min: 2, max: 10}</example>
    [Range(1, 1000)]
    public int? Min { get; init; }

    /// <summary>Other minimums by the clock, by name: each holds from its time until that of the next.</summary>
    /// <value>none: <c>min</c> always holds</value>
    /// <remarks>
    /// A CronJob for each, which sets the autoscaler's minimum with an account that may do nothing else. <c>min</c> is then what a new
    /// autoscaler starts with; no later deployment touches what the clock has set. Where the schedule is removed, the next deployment that
    /// changes the autoscaler brings <c>min</c> back.
    /// </remarks>
    /// <example>scaling: {min: 2, max: 20, schedule: {morning: {cron: "0 7 * * 1-5", min: 8}, evening: {cron: "0 19 * * 1-5", min: 2}}}</example>
    [Names]
    public IReadOnlyDictionary<string, ScheduledMinimumSettings> Schedule { get; init; } = ImmutableDictionary<string, ScheduledMinimumSettings>.Empty;

    /// <summary>The most pods.</summary>
    /// <remarks>The autoscaler's <c>maxReplicas</c>.</remarks>
    /// <example>scaling: {min: 2, max: 10, cpu: 70}</example>
    [Range(1, 1000)]
    public required int Max { get; init; }

    /// <summary>The share of the CPU request, in per cent, that pods are to use on average.</summary>
    /// <value>70, where no other target is given</value>
    /// <remarks>A metric of the type <c>Resource</c>.</remarks>
    /// <example>scaling: {max: 10, cpu: 60}</example>
    [Range(1, 1000)]
    public int? Cpu { get; init; }

    /// <summary>The share of the memory request, in per cent, that pods are to use on average.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>Resource</c>.</remarks>
    /// <example>scaling: {max: 10, memory: 80}</example>
    [Range(1, 1000)]
    public int? Memory { get; init; }

    /// <summary>The share of a single container's request that pods are to use on average, by the container's name.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>ContainerResource</c>.</remarks>
    /// <example>scaling: {max: 10, containers: {catalog: {cpu: 60}}}</example>
    [Names]
    public IReadOnlyDictionary<string, ContainerTargetSettings> Containers { get; init; } = ImmutableDictionary<string, ContainerTargetSettings>.Empty;

    /// <summary>The average of a metric the pods have, by the metric's name.</summary>
    /// <value>no target</value>
    /// <remarks>Needs something that serves the custom metrics API, such as prometheus-adapter.</remarks>
    /// <example>scaling: {max: 10, pods: {http_requests_per_second: 200}}</example>
    public IReadOnlyDictionary<string, Quantity> Pods { get; init; } = ImmutableDictionary<string, Quantity>.Empty;

    /// <summary>
    /// The share of a metric from elsewhere, such as the length of a queue, that falls to each pod, by the metric's name.
    /// </summary>
    /// <value>no target</value>
    /// <remarks>Needs something that serves the external metrics API.</remarks>
    /// <example>scaling: {max: 10, external: {queue_length: {target: 30, labels: {queue: order-events}}}}</example>
    public IReadOnlyDictionary<string, ExternalTargetSettings> External { get; init; } = ImmutableDictionary<string, ExternalTargetSettings>.Empty;

    /// <summary>How fast the number follows.</summary>
    /// <value>steady</value>
    /// <remarks>The autoscaler's <c>behavior</c>.</remarks>
    /// <example>scaling: {max: 40, behaviour: spiky}</example>
    public ScalingBehaviour Behaviour { get; init; } = ScalingBehaviour.Steady;

    /// <summary>What is different about growing.</summary>
    /// <value>as the behaviour has it</value>
    /// <remarks>The autoscaler's <c>behavior.scaleUp</c>.</remarks>
    /// <example>scaling: {max: 10, up: {by: 100%, every: 30s}}</example>
    public ScalingRules Up { get; init; } = new();

    /// <summary>What is different about shrinking.</summary>
    /// <value>as the behaviour has it</value>
    /// <remarks>The autoscaler's <c>behavior.scaleDown</c>.</remarks>
    /// <example>scaling: {max: 10, down: {stabilization: 15m}}</example>
    public ScalingRules Down { get; init; } = new();

    /// <summary>Whether CPU is what the load is measured by.</summary>
    internal bool ScalesOnCpu => Cpu is not null || (Memory is null && Containers.Count + Pods.Count + External.Count == 0);
}

/// <summary>The fewest pods from some time on.</summary>
internal sealed record ScheduledMinimumSettings
{
    /// <summary>From when on: minute, hour, day of month, month and day of week, as in crontab(5).</summary>
    /// <remarks>The CronJob's <c>schedule</c>.</remarks>
    /// <example>cron: "0 7 * * 1-5"</example>
    public required string Cron { get; init; }

    /// <summary>The fewest pods from then on.</summary>
    /// <remarks>What the CronJob sets the autoscaler's <c>minReplicas</c> to.</remarks>
    /// <example>min: 8</example>
    [Range(1, 1000)]
    public required int Min { get; init; }

    /// <summary>The time zone the schedule is meant in.</summary>
    /// <value>Etc/UTC</value>
    /// <remarks>The CronJob's <c>timeZone</c>.</remarks>
    /// <example>timeZone: Europe/Berlin</example>
    public string TimeZone { get; init; } = "Etc/UTC";
}

/// <summary>What a container is to use on average, in per cent of its requests.</summary>
internal sealed record ContainerTargetSettings
{
    /// <summary>The share of its CPU request.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>ContainerResource</c>.</remarks>
    /// <example>containers: {catalog: {cpu: 60}}</example>
    [Range(1, 1000)]
    public int? Cpu { get; init; }

    /// <summary>The share of its memory request.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>ContainerResource</c>.</remarks>
    /// <example>containers: {catalog: {memory: 80}}</example>
    [Range(1, 1000)]
    public int? Memory { get; init; }
}

/// <summary>The target of a metric from outside the cluster.</summary>
[ShortForm(nameof(Target))]
internal sealed record ExternalTargetSettings
{
    /// <summary>How much of the metric falls to each pod.</summary>
    /// <remarks>The metric's <c>target.averageValue</c>.</remarks>
    /// <example>external: {queue_length: 30}</example>
    public required Quantity Target { get; init; }

    /// <summary>Which of several series is meant.</summary>
    /// <value>whatever has the name</value>
    /// <remarks>The metric's <c>selector</c>.</remarks>
    /// <example>external: {queue_length: {target: 30, labels: {queue: order-events}}}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>How fast a number of pods follows the load.</summary>
internal enum ScalingBehaviour
{
    /// <summary>Grows by half in a minute at most, shrinks by a tenth after five quiet minutes.</summary>
    Steady,

    /// <summary>Doubles every fifteen seconds if need be, shrinks after ten quiet minutes.</summary>
    Spiky,

    /// <summary>Grows at once to what a queue needs, shrinks as soon as a minute is quiet.</summary>
    Batch,
}

/// <summary>What is different about growing or shrinking.</summary>
internal sealed record ScalingRules
{
    /// <summary>How far back to look before acting, so that a short change is not followed.</summary>
    /// <value>as the behaviour has it</value>
    /// <remarks>The <c>stabilizationWindowSeconds</c>.</remarks>
    /// <example>down: {stabilization: 15m}</example>
    public TimeSpan? Stabilization { get; init; }

    /// <summary>By how many pods, or what share of them, at most.</summary>
    /// <value>as the behaviour has it</value>
    /// <remarks>The policy's <c>type</c> and <c>value</c>.</remarks>
    /// <example>up: {by: 50%, every: 1m}</example>
    public CountOrPercentage? By { get; init; }

    /// <summary>In what time at most.</summary>
    /// <value>as the behaviour has it</value>
    /// <remarks>The policy's <c>periodSeconds</c>.</remarks>
    /// <example>up: {by: 4, every: 30s}</example>
    public TimeSpan? Every { get; init; }
}

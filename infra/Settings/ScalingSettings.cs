using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>The autoscaler of a service. Of several targets, the one that needs the most pods applies.</summary>
internal sealed record ScalingSettings
{
    /// <summary>The minimum replicas.</summary>
    /// <value>from the stack's fault tolerance: 1, 2 or 3</value>
    /// <remarks>
    /// The autoscaler's <c>minReplicas</c>. It can be 0 with <c>queue</c> and KEDA: no pod runs while the queue is empty, and the service
    /// has no disruption budget.
    /// </remarks>
    /// <example>scaling: {min: 2, max: 10}</example>
    [Range(0, 1000)]
    public int? Min { get; init; }

    /// <summary>Scheduled minimums, by name. Each applies from its time until that of the next.</summary>
    /// <value>none: <c>min</c> always applies</value>
    /// <remarks>
    /// A CronJob for each, which sets the autoscaler's minimum with an account that may do nothing else. A new autoscaler starts with
    /// <c>min</c>; later deployments do not reset a scheduled minimum. After the schedule is removed, the next deployment that changes the
    /// autoscaler sets <c>min</c> again.
    /// </remarks>
    /// <example>
    /// scaling: {min: 2, max: 20, schedule: {morning: {cron: "0 7 * * 1-5", min: 8}, evening: {cron: "0 19 * * 1-5", min: 2}}}
    /// </example>
    [Names]
    public IReadOnlyDictionary<string, ScheduledMinimumSettings> Schedule { get; init; } =
        ImmutableDictionary<string, ScheduledMinimumSettings>.Empty;

    /// <summary>The maximum replicas.</summary>
    /// <remarks>The autoscaler's <c>maxReplicas</c>.</remarks>
    /// <example>scaling: {min: 2, max: 10, cpu: 70}</example>
    [Range(1, 1000)]
    public required int Max { get; init; }

    /// <summary>The target CPU utilization, in per cent of the request.</summary>
    /// <value>70 if no other target is set</value>
    /// <remarks>A metric of the type <c>Resource</c>.</remarks>
    /// <example>scaling: {max: 10, cpu: 60}</example>
    [Range(1, 1000)]
    public int? Cpu { get; init; }

    /// <summary>The target memory utilization, in per cent of the request.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>Resource</c>.</remarks>
    /// <example>scaling: {max: 10, memory: 80}</example>
    [Range(1, 1000)]
    public int? Memory { get; init; }

    /// <summary>Target utilizations of single containers, by the container's name.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>ContainerResource</c>.</remarks>
    /// <example>scaling: {max: 10, containers: {catalog: {cpu: 60}}}</example>
    [Names]
    public IReadOnlyDictionary<string, ContainerTargetSettings> Containers { get; init; } =
        ImmutableDictionary<string, ContainerTargetSettings>.Empty;

    /// <summary>Target averages of pod metrics, by the metric's name.</summary>
    /// <value>no target</value>
    /// <remarks>Needs a server of the custom metrics API, such as prometheus-adapter.</remarks>
    /// <example>scaling: {max: 10, pods: {http_requests_per_second: 200}}</example>
    public IReadOnlyDictionary<string, Quantity> Pods { get; init; } = ImmutableDictionary<string, Quantity>.Empty;

    /// <summary>
    /// Target values per pod of external metrics, such as the length of a queue, by the metric's name.
    /// </summary>
    /// <value>no target</value>
    /// <remarks>Needs a server of the external metrics API. Where the clusters have KEDA, it is the only one.</remarks>
    /// <example>scaling: {max: 10, external: {queue_length: {target: 30, labels: {queue: order-events}}}}</example>
    public IReadOnlyDictionary<string, ExternalTargetSettings> External { get; init; } =
        ImmutableDictionary<string, ExternalTargetSettings>.Empty;

    /// <summary>The queues of its stores that may not grow beyond a length for each pod: one, or a list of them.</summary>
    /// <value>no target</value>
    /// <remarks>
    /// With <c>keda</c>, a ScaledObject with a trigger for each and a TriggerAuthentication, from which KEDA makes the autoscaler;
    /// otherwise an external metric for each, which the adapter of <c>monitoring</c> serves. The queue that asks for the most pods decides.
    /// </remarks>
    /// <example>scaling: {max: 12, queue: {store: events, topic: orders, lag: 100}}</example>
    [OneOrMany]
    public ImmutableArray<QueueTargetSettings> Queue { get; init; } = [];

    /// <summary>The lengths of the queues that an autoscaler without KEDA follows.</summary>
    internal ImmutableArray<FollowedQueue> FollowedQueues { get; init; } = [];

    /// <summary>How fast the number of pods changes.</summary>
    /// <value>steady</value>
    /// <remarks>The autoscaler's <c>behavior</c>.</remarks>
    /// <example>scaling: {max: 40, behaviour: spiky}</example>
    public ScalingBehaviour Behaviour { get; init; } = ScalingBehaviour.Steady;

    /// <summary>Overrides for adding pods.</summary>
    /// <value>from <c>behaviour</c></value>
    /// <remarks>The autoscaler's <c>behavior.scaleUp</c>.</remarks>
    /// <example>scaling: {max: 10, up: {by: 100%, every: 30s}}</example>
    public ScalingRules Up { get; init; } = new();

    /// <summary>Overrides for removing pods.</summary>
    /// <value>from <c>behaviour</c></value>
    /// <remarks>The autoscaler's <c>behavior.scaleDown</c>.</remarks>
    /// <example>scaling: {max: 10, down: {stabilization: 15m}}</example>
    public ScalingRules Down { get; init; } = new();

    /// <summary>Whether the CPU utilization is a target.</summary>
    internal bool ScalesOnCpu =>
        Cpu is not null || (Memory is null && Queue.IsEmpty && Containers.Count + Pods.Count + External.Count == 0);
}

/// <summary>The length of a queue as an external metric.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Target">Its labels, and what may wait for each pod.</param>
internal sealed record FollowedQueue(string Metric, ExternalTargetSettings Target);

/// <summary>A scheduled minimum.</summary>
internal sealed record ScheduledMinimumSettings
{
    /// <summary>Its start: minute, hour, day of month, month and day of week, as in crontab(5).</summary>
    /// <remarks>The CronJob's <c>schedule</c>.</remarks>
    /// <example>cron: "0 7 * * 1-5"</example>
    public required string Cron { get; init; }

    /// <summary>The minimum replicas from then on.</summary>
    /// <remarks>The value the CronJob sets as the autoscaler's <c>minReplicas</c>. It can be 0 where <c>scaling.min</c> can.</remarks>
    /// <example>min: 8</example>
    [Range(0, 1000)]
    public required int Min { get; init; }

    /// <summary>The time zone of the schedule.</summary>
    /// <value>Etc/UTC</value>
    /// <remarks>The CronJob's <c>timeZone</c>.</remarks>
    /// <example>timeZone: Europe/Berlin</example>
    public string TimeZone { get; init; } = "Etc/UTC";
}

/// <summary>The target utilization of a container, in per cent of its requests.</summary>
internal sealed record ContainerTargetSettings
{
    /// <summary>The target CPU utilization.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>ContainerResource</c>.</remarks>
    /// <example>containers: {catalog: {cpu: 60}}</example>
    [Range(1, 1000)]
    public int? Cpu { get; init; }

    /// <summary>The target memory utilization.</summary>
    /// <value>no target</value>
    /// <remarks>A metric of the type <c>ContainerResource</c>.</remarks>
    /// <example>containers: {catalog: {memory: 80}}</example>
    [Range(1, 1000)]
    public int? Memory { get; init; }
}

/// <summary>The target of an external metric.</summary>
[ShortForm(nameof(Target))]
internal sealed record ExternalTargetSettings
{
    /// <summary>The target value per pod.</summary>
    /// <remarks>The metric's <c>target.averageValue</c>.</remarks>
    /// <example>external: {queue_length: 30}</example>
    public required Quantity Target { get; init; }

    /// <summary>The labels of the series.</summary>
    /// <value>any series of the metric</value>
    /// <remarks>The metric's <c>selector</c>.</remarks>
    /// <example>external: {queue_length: {target: 30, labels: {queue: order-events}}}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>Presets of how fast the number of pods changes.</summary>
internal enum ScalingBehaviour
{
    /// <summary>At most 50 % more pods per minute; 10 % fewer per minute after five minutes of lower load.</summary>
    Steady,

    /// <summary>Up to twice as many pods every 15 seconds; fewer after ten minutes of lower load.</summary>
    Spiky,

    /// <summary>As many pods as needed at once; fewer after one minute of lower load.</summary>
    Batch,
}

/// <summary>Overrides for adding or removing pods.</summary>
internal sealed record ScalingRules
{
    /// <summary>How far the autoscaler looks back before it acts, so that short changes of the load have no effect.</summary>
    /// <value>from <c>behaviour</c></value>
    /// <remarks>The <c>stabilizationWindowSeconds</c>.</remarks>
    /// <example>down: {stabilization: 15m}</example>
    public TimeSpan? Stabilization { get; init; }

    /// <summary>The largest change within a period, as a number of pods or a percentage.</summary>
    /// <value>from <c>behaviour</c></value>
    /// <remarks>The policy's <c>type</c> and <c>value</c>.</remarks>
    /// <example>up: {by: 50%, every: 1m}</example>
    public IntOrPercent? By { get; init; }

    /// <summary>The period.</summary>
    /// <value>from <c>behaviour</c></value>
    /// <remarks>The policy's <c>periodSeconds</c>.</remarks>
    /// <example>up: {by: 4, every: 30s}</example>
    public TimeSpan? Every { get; init; }

    /// <summary>Several limits, instead of <c>by</c> and <c>every</c>.</summary>
    /// <value>from <c>behaviour</c></value>
    /// <remarks>The <c>policies</c>, of which <c>select</c> chooses one.</remarks>
    /// <example>up: {policies: [{by: 100%, every: 1m}, {by: 4, every: 1m}], select: min}</example>
    public ImmutableArray<ScalingPolicySettings> Policies { get; init; } = [];

    /// <summary>Which of several limits applies.</summary>
    /// <value>max</value>
    /// <remarks>The <c>selectPolicy</c>.</remarks>
    /// <example>down: {select: disabled}</example>
    public PolicySelection Select { get; init; } = PolicySelection.Max;

    /// <summary>How far the metric may be from its target without a change, as a part of the target.</summary>
    /// <value>the cluster's: 0.1</value>
    /// <remarks>The <c>tolerance</c>, from Kubernetes 1.35 on.</remarks>
    /// <example>down: {tolerance: 0.05}</example>
    public Quantity? Tolerance { get; init; }
}

/// <summary>A limit on how fast the number of pods changes.</summary>
internal sealed record ScalingPolicySettings
{
    /// <summary>The largest change within the period, as a number of pods or a percentage.</summary>
    /// <remarks>The policy's <c>type</c> and <c>value</c>.</remarks>
    /// <example>policies: [{by: 100%, every: 1m}]</example>
    public required IntOrPercent By { get; init; }

    /// <summary>The period.</summary>
    /// <remarks>The policy's <c>periodSeconds</c>.</remarks>
    /// <example>policies: [{by: 100%, every: 1m}]</example>
    public required TimeSpan Every { get; init; }
}

/// <summary>Which of several limits applies.</summary>
internal enum PolicySelection
{
    /// <summary>The one that allows the largest change.</summary>
    Max,

    /// <summary>The one that allows the smallest change.</summary>
    Min,

    /// <summary>None: the number of pods does not change in this direction.</summary>
    Disabled,
}

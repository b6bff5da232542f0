using System.Collections.Immutable;

namespace Infra.Backend.Settings;

/// <summary>Constraints and preferences for scheduling pods.</summary>
internal sealed record PlacementSettings
{
    /// <summary>Whether pods are spread over zones.</summary>
    /// <value>preferred; required with the fault tolerance <c>critical</c>; anywhere for jobs and cron services</value>
    /// <remarks>A <c>topologySpreadConstraint</c> over <c>topology.kubernetes.io/zone</c>.</remarks>
    /// <example>placement: {zones: required}</example>
    public Spreading? Zones { get; init; }

    /// <summary>Whether pods are spread over nodes.</summary>
    /// <value>preferred; anywhere for jobs and cron services</value>
    /// <remarks>A <c>topologySpreadConstraint</c> over <c>kubernetes.io/hostname</c>.</remarks>
    /// <example>placement: {nodes: required}</example>
    public Spreading? Nodes { get; init; }

    /// <summary>The node pool to run in, one of the stack's <c>pools</c>.</summary>
    /// <value>any node</value>
    /// <remarks>The pods' <c>nodeSelector</c> and <c>tolerations</c>.</remarks>
    /// <example>placement: {pool: batch}</example>
    public string? Pool { get; init; }

    /// <summary>The kind of hardware to run on, one of the stack's <c>performance</c> classes.</summary>
    /// <value>any node</value>
    /// <remarks>The pods' <c>nodeSelector</c> and <c>tolerations</c>.</remarks>
    /// <example>placement: {performance: fast-disk}</example>
    public string? Performance { get; init; }

    /// <summary>Services to share nodes with, if possible unless <c>required</c> is set.</summary>
    /// <value>none</value>
    /// <remarks>The pods' <c>podAffinity</c>.</remarks>
    /// <example>placement: {near: [cache, {service: search, topology: topology.kubernetes.io/zone}]}</example>
    public ImmutableArray<NeighbourSettings> Near { get; init; } = [];

    /// <summary>
    /// Services that must not share a node with this one, which may be one of them: its own pods then need different nodes.
    /// </summary>
    /// <value>none</value>
    /// <remarks>The pods' <c>podAntiAffinity</c>.</remarks>
    /// <example>placement: {awayFrom: [batch, {service: search, required: false}]}</example>
    public ImmutableArray<NeighbourSettings> AwayFrom { get; init; } = [];

    /// <summary>The nodes it needs or prefers, by label selectors. A node must meet this and have the labels of the pool.</summary>
    /// <value>any node</value>
    /// <remarks>The pods' <c>nodeAffinity</c>.</remarks>
    /// <example>placement: {affinity: {required: ["disk in (ssd, nvme), !spot"], preferred: ["cores > 15"]}}</example>
    public NodeAffinitySettings Affinity { get; init; } = new();

    /// <summary>
    /// Rules of its own for spreading pods. A rule for zones or nodes replaces <c>zones</c> or <c>nodes</c>; others are added to them.
    /// </summary>
    /// <value>those of <c>zones</c> and <c>nodes</c></value>
    /// <remarks>The pods' <c>topologySpreadConstraints</c>.</remarks>
    /// <example>placement: {spread: [{topology: example.com/rack, maxSkew: 2}]}</example>
    public ImmutableArray<SpreadSettings> Spread { get; init; } = [];

    /// <summary>Tolerated taints, in addition to those of the pool.</summary>
    /// <value>none</value>
    /// <remarks>The pods' <c>tolerations</c>.</remarks>
    /// <example>placement: {tolerations: [{key: dedicated, value: batch}]}</example>
    public ImmutableArray<TolerationSettings> Tolerations { get; init; } = [];

    /// <summary>The priority of its pods, one of the stack's <c>priorities</c>.</summary>
    /// <value>that of the stack's fault tolerance; none for services that run to completion</value>
    /// <remarks>The pods' <c>priorityClassName</c>.</remarks>
    /// <example>placement: {priority: checkout}</example>
    public string? Priority { get; init; }

    /// <summary>The container runtime, one of the stack's <c>runtimes</c>.</summary>
    /// <value>the cluster's default</value>
    /// <remarks>The pods' <c>runtimeClassName</c>.</remarks>
    /// <example>placement: {runtime: gvisor}</example>
    public string? Runtime { get; init; }

    /// <summary>The scheduler that places its pods.</summary>
    /// <value>default-scheduler</value>
    /// <remarks>The pods' <c>schedulerName</c>. Without a scheduler of that name in the cluster they stay pending.</remarks>
    /// <example>placement: {scheduler: volcano}</example>
    public string? Scheduler { get; init; }
}

/// <summary>Degrees of spreading.</summary>
internal enum Spreading
{
    /// <summary>Evenly if possible.</summary>
    Preferred,

    /// <summary>Evenly, or the pod stays unscheduled.</summary>
    Required,

    /// <summary>Not spread.</summary>
    Anywhere,
}

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>Constraints and preferences for scheduling pods.</summary>
internal sealed record PlacementSettings
{
    /// <summary>Whether pods are spread over zones.</summary>
    /// <value>preferred; required with the fault tolerance <c>critical</c></value>
    /// <remarks>A <c>topologySpreadConstraint</c> over <c>topology.kubernetes.io/zone</c>.</remarks>
    /// <example>placement: {zones: required}</example>
    public Spreading? Zones { get; init; }

    /// <summary>Whether pods are spread over nodes.</summary>
    /// <value>preferred</value>
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

    /// <summary>Services to share nodes with if possible.</summary>
    /// <value>none</value>
    /// <remarks>A preferred <c>podAffinity</c>.</remarks>
    /// <example>placement: {near: [cache]}</example>
    public ImmutableArray<string> Near { get; init; } = [];

    /// <summary>Services that must not share a node with this one.</summary>
    /// <value>none</value>
    /// <remarks>A required <c>podAntiAffinity</c>.</remarks>
    /// <example>placement: {awayFrom: [batch]}</example>
    public ImmutableArray<string> AwayFrom { get; init; } = [];

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

/// <summary>A tolerated taint.</summary>
internal sealed record TolerationSettings
{
    /// <summary>The taint's key.</summary>
    /// <remarks>The toleration's <c>key</c>.</remarks>
    /// <example>{key: dedicated, value: batch, effect: noSchedule}</example>
    public required string Key { get; init; }

    /// <summary>The taint's value.</summary>
    /// <value>any</value>
    /// <remarks>The toleration's <c>value</c>, with the operator <c>Equal</c>; without a value, <c>Exists</c>.</remarks>
    /// <example>{key: dedicated, value: batch}</example>
    public string? Value { get; init; }

    /// <summary>The taint's effect.</summary>
    /// <value>every effect</value>
    /// <remarks>The toleration's <c>effect</c>.</remarks>
    /// <example>{key: dedicated, effect: noExecute}</example>
    public TaintEffect? Effect { get; init; }
}

/// <summary>Effects of taints.</summary>
internal enum TaintEffect
{
    /// <summary>New pods are not scheduled.</summary>
    NoSchedule,

    /// <summary>New pods are scheduled only if no other node fits.</summary>
    PreferNoSchedule,

    /// <summary>New pods are not scheduled, and running ones are evicted.</summary>
    NoExecute,
}

/// <summary>A group of similar nodes.</summary>
internal sealed record PoolSettings
{
    /// <summary>The labels of its nodes.</summary>
    /// <value>none</value>
    /// <remarks>The <c>nodeSelector</c> of the pods that run there.</remarks>
    /// <example>labels: {node-pool: batch}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The taints of its nodes.</summary>
    /// <value>none</value>
    /// <remarks>The <c>tolerations</c> of the pods that run there.</remarks>
    /// <example>pools: {batch: {tolerations: [{key: dedicated, value: batch}]}}</example>
    public ImmutableArray<TolerationSettings> Tolerations { get; init; } = [];
}

/// <summary>A priority of pods.</summary>
[ShortForm(nameof(Value))]
internal sealed record PrioritySettings
{
    /// <summary>The priority's value. Pods with higher values are scheduled first.</summary>
    /// <remarks>The PriorityClass' <c>value</c>.</remarks>
    /// <example>priorities: {checkout: 100000}</example>
    [Range(-1_000_000_000, 1_000_000_000)]
    public required int Value { get; init; }

    /// <summary>Whether pods of lower priority are evicted to make room.</summary>
    /// <value>true</value>
    /// <remarks>The PriorityClass' <c>preemptionPolicy</c>.</remarks>
    /// <example>priorities: {checkout: {value: 100000, preempts: false}}</example>
    public bool Preempts { get; init; } = true;
}

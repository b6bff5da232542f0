using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>Where pods may run and where they should.</summary>
internal sealed record PlacementSettings
{
    /// <summary>How insistently pods are spread over zones.</summary>
    /// <value>preferred; required where the stack's fault tolerance is critical</value>
    /// <remarks>A <c>topologySpreadConstraint</c> over <c>topology.kubernetes.io/zone</c>.</remarks>
    /// <example>placement: {zones: required}</example>
    public Spreading? Zones { get; init; }

    /// <summary>How insistently pods are spread over nodes.</summary>
    /// <value>preferred</value>
    /// <remarks>A <c>topologySpreadConstraint</c> over <c>kubernetes.io/hostname</c>.</remarks>
    /// <example>placement: {nodes: required}</example>
    public Spreading? Nodes { get; init; }

    /// <summary>The node pool to run in, one of the stack's <c>pools</c>.</summary>
    /// <value>any node</value>
    /// <remarks>Node labels that must match, and the tolerations that let pods in.</remarks>
    /// <example>placement: {pool: batch}</example>
    public string? Pool { get; init; }

    /// <summary>The kind of hardware to run on, one of the stack's <c>performance</c> classes.</summary>
    /// <value>any node</value>
    /// <remarks>The pods' <c>nodeSelector</c> and <c>tolerations</c>.</remarks>
    /// <example>placement: {performance: fast-disk}</example>
    public string? Performance { get; init; }

    /// <summary>Services to share nodes with, where possible.</summary>
    /// <value>none</value>
    /// <remarks>A preferred <c>podAffinity</c>.</remarks>
    /// <example>placement: {near: [cache]}</example>
    public ImmutableArray<string> Near { get; init; } = [];

    /// <summary>Services never to share a node with.</summary>
    /// <value>none</value>
    /// <remarks>A required <c>podAntiAffinity</c>.</remarks>
    /// <example>placement: {awayFrom: [batch]}</example>
    public ImmutableArray<string> AwayFrom { get; init; } = [];

    /// <summary>Taints of nodes that do not keep the pods away, besides those of the pool.</summary>
    /// <value>none</value>
    /// <remarks>The pods' <c>tolerations</c>.</remarks>
    /// <example>placement: {tolerations: [{key: dedicated, value: batch}]}</example>
    public ImmutableArray<TolerationSettings> Tolerations { get; init; } = [];

    /// <summary>Who goes first when there is no room for all, one of the stack's <c>priorities</c>.</summary>
    /// <value>that of the stack's fault tolerance; none for what ends by itself</value>
    /// <remarks>The pods' <c>priorityClassName</c>.</remarks>
    /// <example>placement: {priority: checkout}</example>
    public string? Priority { get; init; }

    /// <summary>What runs the containers, one of the stack's <c>runtimes</c>.</summary>
    /// <value>the cluster's own, mostly runc</value>
    /// <remarks>The pods' <c>runtimeClassName</c>.</remarks>
    /// <example>placement: {runtime: gvisor}</example>
    public string? Runtime { get; init; }
}

/// <summary>How insistently pods are spread.</summary>
internal enum Spreading
{
    /// <summary>Evenly where that is possible.</summary>
    Preferred,

    /// <summary>Evenly or not at all: a pod waits for room in the right place.</summary>
    Required,

    /// <summary>Anywhere.</summary>
    Anywhere,
}

/// <summary>A taint of nodes that does not keep pods away.</summary>
internal sealed record TolerationSettings
{
    /// <summary>The taint's key.</summary>
    /// <remarks>The toleration's <c>key</c>.</remarks>
    /// <example>{key: dedicated, value: batch, effect: noSchedule}</example>
    public required string Key { get; init; }

    /// <summary>The taint's value.</summary>
    /// <value>any</value>
    /// <remarks>The toleration's <c>value</c>, with the operator <c>Equal</c>; <c>Exists</c> without.</remarks>
    /// <example>{key: dedicated, value: batch}</example>
    public string? Value { get; init; }

    /// <summary>The taint's effect.</summary>
    /// <value>every effect</value>
    /// <remarks>The toleration's <c>effect</c>.</remarks>
    /// <example>{key: dedicated, effect: noExecute}</example>
    public TaintEffect? Effect { get; init; }
}

/// <summary>What a taint does.</summary>
internal enum TaintEffect
{
    /// <summary>Lets no new pods in.</summary>
    NoSchedule,

    /// <summary>Lets new pods in as a last resort.</summary>
    PreferNoSchedule,

    /// <summary>Lets no new pods in and sends those that are there away.</summary>
    NoExecute,
}

/// <summary>Nodes of one kind.</summary>
internal sealed record PoolSettings
{
    /// <summary>The labels its nodes have.</summary>
    /// <value>none</value>
    /// <remarks>The <c>nodeSelector</c> of the pods that run there.</remarks>
    /// <example>labels: {node-pool: batch}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The taints its nodes have.</summary>
    /// <value>none</value>
    /// <remarks>The <c>tolerations</c> of the pods that run there.</remarks>
    /// <example>pools: {batch: {tolerations: [{key: dedicated, value: batch}]}}</example>
    public ImmutableArray<TolerationSettings> Tolerations { get; init; } = [];
}

/// <summary>Who goes first when there is no room for all.</summary>
[ShortForm(nameof(Value))]
internal sealed record PrioritySettings
{
    /// <summary>The higher, the earlier.</summary>
    /// <remarks>The PriorityClass' <c>value</c>.</remarks>
    /// <example>priorities: {checkout: 100000}</example>
    [Range(-1_000_000_000, 1_000_000_000)]
    public required int Value { get; init; }

    /// <summary>Whether pods of lower priority are ended to make room.</summary>
    /// <value>true</value>
    /// <remarks>The PriorityClass' <c>preemptionPolicy</c>.</remarks>
    /// <example>priorities: {checkout: {value: 100000, preempts: false}}</example>
    public bool Preempts { get; init; } = true;
}

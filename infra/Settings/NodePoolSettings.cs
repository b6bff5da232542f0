using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>A pool of nodes of a cluster.</summary>
[ShortForm(nameof(Count))]
internal sealed record NodePoolSettings
{
    private const int DefaultCount = 3;

    /// <summary>The number of nodes.</summary>
    /// <value>3</value>
    /// <remarks>
    /// Nodes <c>&lt;pool&gt;-1</c>, <c>&lt;pool&gt;-2</c> and so on. A simulated cluster drains and removes nodes that are too many.
    /// </remarks>
    /// <example>pools: {spot: 5}</example>
    [Range(0, 5000)]
    public int? Count { get; init; }

    /// <summary>Another name of <c>count</c>.</summary>
    /// <value><c>count</c></value>
    /// <remarks>As <c>count</c>.</remarks>
    /// <example>pools: {spot: {size: 5, zones: [a, b]}}</example>
    [Range(0, 5000)]
    public int? Size { get; init; }

    /// <summary>The zone of all nodes.</summary>
    /// <value>those of <c>zones</c></value>
    /// <remarks>The nodes' label <c>topology.kubernetes.io/zone</c>.</remarks>
    /// <example>pools: {general: {count: 3, zone: a}}</example>
    public string? Zone { get; init; }

    /// <summary>The zones of the nodes, in turn.</summary>
    /// <value>a, b and c in a simulated cluster; none in another</value>
    /// <remarks>The nodes' label <c>topology.kubernetes.io/zone</c>.</remarks>
    /// <example>pools: {spot: {zones: [a, b]}}</example>
    public ImmutableArray<string> Zones { get; init; } = [];

    /// <summary>Labels of the nodes, beside those of a kubelet.</summary>
    /// <value>none</value>
    /// <remarks>The nodes' <c>metadata.labels</c>.</remarks>
    /// <example>pools: {batch: {labels: {node-pool: batch}}}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Taints of the nodes.</summary>
    /// <value>none</value>
    /// <remarks>The nodes' <c>spec.taints</c>.</remarks>
    /// <example>pools: {batch: {taints: [{key: dedicated, value: batch, effect: noSchedule}]}}</example>
    public ImmutableArray<TaintSettings> Taints { get; init; } = [];

    /// <summary>The handlers of runtime classes that the nodes have.</summary>
    /// <value>all</value>
    /// <remarks>A simulated node's <c>status.runtimeHandlers</c>. Pods with another handler do not start there.</remarks>
    /// <example>pools: {sandboxed: {runtimes: [runsc]}}</example>
    public ImmutableArray<string> Runtimes { get; init; } = [];

    /// <summary>The maximum number of pods on a node.</summary>
    /// <value>110</value>
    /// <remarks>The nodes' <c>status.capacity</c>, <c>pods</c>.</remarks>
    /// <example>pools: {small: {maxPods: 30}}</example>
    [Range(1, 1000)]
    public int? MaxPods { get; init; }

    /// <summary>The cores of a node.</summary>
    /// <value>8</value>
    /// <remarks>The <c>cpu</c> of a simulated node's <c>status.capacity</c>. Other nodes have what their machines have.</remarks>
    /// <example>pools: {small: {cpu: 2, memory: 4Gi}}</example>
    public Quantity? Cpu { get; init; }

    /// <summary>The memory of a node.</summary>
    /// <value>32Gi</value>
    /// <remarks>The <c>memory</c> of a simulated node's <c>status.capacity</c>. Other nodes have what their machines have.</remarks>
    /// <example>pools: {small: {cpu: 2, memory: 4Gi}}</example>
    public Quantity? Memory { get; init; }

    /// <summary>The number of nodes, however it is written.</summary>
    internal int NodeCount => Count ?? Size ?? DefaultCount;

    /// <summary>The zones of the nodes in turn, however they are written.</summary>
    internal ImmutableArray<string> ZonesInTurn => Zone is { } zone ? [zone] : Zones;
}

/// <summary>A taint of nodes.</summary>
internal sealed record TaintSettings
{
    /// <summary>The taint's key.</summary>
    /// <remarks>The taint's <c>key</c>.</remarks>
    /// <example>{key: dedicated, value: batch, effect: noSchedule}</example>
    public required string Key { get; init; }

    /// <summary>The taint's value.</summary>
    /// <value>none</value>
    /// <remarks>The taint's <c>value</c>.</remarks>
    /// <example>{key: dedicated, value: batch}</example>
    public string? Value { get; init; }

    /// <summary>What the taint does to pods that do not tolerate it.</summary>
    /// <value>noSchedule</value>
    /// <remarks>The taint's <c>effect</c>.</remarks>
    /// <example>{key: dedicated, effect: noExecute}</example>
    public TaintEffect Effect { get; init; } = TaintEffect.NoSchedule;
}

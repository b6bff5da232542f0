using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings.Rehearsals;

/// <summary>A pool of nodes in a rehearsal.</summary>
internal sealed record RehearsalPoolSettings
{
    /// <summary>What a node's machine has. Pods may request less: the kubelet and the system keep a part.</summary>
    /// <value>that of the cluster's pool, and else 8 cores and 32Gi</value>
    /// <remarks>
    /// The nodes' <c>status.allocatable</c>: without 6 % of the first core, 1 % of the second, 0.5 % of the next two and 0.25 % of the
    /// rest; without 25 % of the first 4Gi of memory, 20 % of the next 4Gi, 10 % of the next 8Gi, 6 % of the next 112Gi, 2 % of the
    /// rest, and 100Mi.
    /// </remarks>
    /// <example>machine: {cpu: 8, memory: 32Gi}</example>
    public MachineSettings? Machine { get; init; }

    /// <summary>What pods may request on a node, instead of what follows from the machine.</summary>
    /// <value>what follows from <c>machine</c></value>
    /// <remarks>The nodes' <c>status.allocatable</c>, as <c>kubectl describe node</c> shows it.</remarks>
    /// <example>allocatable: {cpu: 7910m, memory: 28Gi}</example>
    public MachineSettings? Allocatable { get; init; }

    /// <summary>The number of nodes, or the bounds of its autoscaler.</summary>
    /// <value>the count of the cluster's pool, and else 3</value>
    /// <remarks>The nodes; with bounds, a cluster autoscaler adds and removes them.</remarks>
    /// <example>nodes: {min: 3, max: 12}</example>
    public NodeRangeSettings? Nodes { get; init; }

    /// <summary>The zones of the nodes, in turn.</summary>
    /// <value>those of the cluster's pool, and else a, b and c</value>
    /// <remarks>The nodes' label <c>topology.kubernetes.io/zone</c>.</remarks>
    /// <example>zones: [a, b, c]</example>
    public ImmutableArray<string>? Zones { get; init; }

    /// <summary>Labels of the nodes.</summary>
    /// <value>those of the cluster's pool</value>
    /// <remarks>The nodes' <c>metadata.labels</c>.</remarks>
    /// <example>labels: {node-pool: batch}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Taints of the nodes.</summary>
    /// <value>those of the cluster's pool</value>
    /// <remarks>The nodes' <c>spec.taints</c>.</remarks>
    /// <example>taints: [{key: dedicated, value: batch, effect: noSchedule}]</example>
    public ImmutableArray<TaintSettings> Taints { get; init; } = [];

    /// <summary>The handlers of runtime classes that the nodes have.</summary>
    /// <value>those of the cluster's pool, and else all</value>
    /// <remarks>The nodes' <c>status.runtimeHandlers</c>.</remarks>
    /// <example>runtimes: [runsc]</example>
    public ImmutableArray<string> Runtimes { get; init; } = [];

    /// <summary>The maximum number of pods on a node.</summary>
    /// <value>that of the cluster's pool, and else 110</value>
    /// <remarks>The nodes' <c>status.allocatable</c>, <c>pods</c>.</remarks>
    /// <example>maxPods: 58</example>
    [Range(1, 1000)]
    public int? MaxPods { get; init; }

    /// <summary>The price of a node for an hour, in any currency.</summary>
    /// <value>unknown: the report has no cost</value>
    /// <remarks>Nothing: it is multiplied by the hours of nodes.</remarks>
    /// <example>price: 0.38</example>
    public double? Price { get; init; }

    /// <summary>From the decision to add a node until it is ready.</summary>
    /// <value>90s</value>
    /// <remarks>How long pods wait for a new node.</remarks>
    /// <example>startUp: 2m</example>
    public TimeSpan? StartUp { get; init; }
}

/// <summary>Cores and memory of a node.</summary>
internal sealed record MachineSettings
{
    /// <summary>The cores.</summary>
    /// <remarks>Their part that pods may request.</remarks>
    /// <example>machine: {cpu: 8, memory: 32Gi}</example>
    public required Quantity Cpu { get; init; }

    /// <summary>The memory.</summary>
    /// <remarks>Its part that pods may request.</remarks>
    /// <example>machine: {cpu: 8, memory: 32Gi}</example>
    public required Quantity Memory { get; init; }
}

/// <summary>A number of nodes, fixed or between two bounds.</summary>
[ShortForm(nameof(Count))]
internal sealed record NodeRangeSettings
{
    /// <summary>The fixed number of nodes.</summary>
    /// <value>none: the number is between <c>min</c> and <c>max</c></value>
    /// <remarks>The nodes.</remarks>
    /// <example>nodes: 3</example>
    [Range(0, 5000)]
    public int? Count { get; init; }

    /// <summary>The fewest nodes, and their number at the start.</summary>
    /// <value><c>max</c></value>
    /// <remarks>The lower bound of the cluster autoscaler.</remarks>
    /// <example>nodes: {min: 3, max: 12}</example>
    [Range(0, 5000)]
    public int? Min { get; init; }

    /// <summary>The most nodes.</summary>
    /// <value><c>min</c></value>
    /// <remarks>The upper bound of the cluster autoscaler.</remarks>
    /// <example>nodes: {min: 3, max: 12}</example>
    [Range(0, 5000)]
    public int? Max { get; init; }
}

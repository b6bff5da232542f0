using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>A service whose pods attract or repel those of this one.</summary>
[ShortForm(nameof(Service), KeepsPath = true)]
internal sealed record NeighbourSettings
{
    /// <summary>The service's name.</summary>
    /// <remarks>The <c>labelSelector</c> of the affinity term.</remarks>
    /// <example>placement: {awayFrom: [batch]}</example>
    public required string Service { get; init; }

    /// <summary>The label of nodes whose value is shared: by default each node by itself.</summary>
    /// <value><c>kubernetes.io/hostname</c></value>
    /// <remarks>The <c>topologyKey</c> of the affinity term.</remarks>
    /// <example>placement: {near: [{service: cache, topology: topology.kubernetes.io/zone}]}</example>
    public string Topology { get; init; } = NodeTopology;

    /// <summary>Whether a pod stays unscheduled if no node fits.</summary>
    /// <value>false in <c>near</c>, true in <c>awayFrom</c></value>
    /// <remarks>A term that is <c>required…</c> or <c>preferredDuringSchedulingIgnoredDuringExecution</c>.</remarks>
    /// <example>placement: {awayFrom: [{service: search, required: false}]}</example>
    public bool? Required { get; init; }

    /// <summary>How much a node that fits is preferred, if that is not required.</summary>
    /// <value>100</value>
    /// <remarks>The <c>weight</c> of the affinity term.</remarks>
    /// <example>placement: {near: [{service: cache, weight: 20}]}</example>
    [Range(1, 100)]
    public int? Weight { get; init; }

    /// <summary>The label with the name of a node.</summary>
    internal const string NodeTopology = "kubernetes.io/hostname";
}

/// <summary>The nodes a service needs or prefers.</summary>
internal sealed record NodeAffinitySettings
{
    /// <summary>Label selectors of which a node must match one. Conditions within a selector must all be met.</summary>
    /// <value>any node</value>
    /// <remarks>
    /// The <c>nodeSelectorTerms</c> of the required node affinity: <c>a=b</c>, <c>a!=b</c>, <c>a in (b, c)</c>, <c>a notin (b)</c>,
    /// <c>a</c>, <c>!a</c>, <c>a &gt; 1</c> and <c>a &lt; 9</c> become the operators In, NotIn, Exists, DoesNotExist, Gt and Lt.
    /// </remarks>
    /// <example>affinity: {required: ["disk in (ssd, nvme), !spot", "pool=reserve"]}</example>
    public ImmutableArray<NodeSelector> Required { get; init; } = [];

    /// <summary>Label selectors of preferred nodes.</summary>
    /// <value>none</value>
    /// <remarks>The preferred node affinity.</remarks>
    /// <example>affinity: {preferred: ["disk=nvme", {nodes: "cores > 15", weight: 20}]}</example>
    public ImmutableArray<PreferredNodeSettings> Preferred { get; init; } = [];
}

/// <summary>Preferred nodes.</summary>
[ShortForm(nameof(Nodes), KeepsPath = true)]
internal sealed record PreferredNodeSettings
{
    /// <summary>The label selector of the nodes.</summary>
    /// <remarks>The <c>preference.matchExpressions</c> of the term.</remarks>
    /// <example>affinity: {preferred: ["disk=nvme"]}</example>
    public required NodeSelector Nodes { get; init; }

    /// <summary>How much they are preferred.</summary>
    /// <value>100</value>
    /// <remarks>The <c>weight</c> of the term.</remarks>
    /// <example>affinity: {preferred: [{nodes: "disk=nvme", weight: 20}]}</example>
    [Range(1, 100)]
    public int Weight { get; init; } = 100;
}

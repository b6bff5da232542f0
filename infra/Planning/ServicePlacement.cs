using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning;

/// <summary>Constraints and preferences for scheduling a service's pods, with all names of pools and classes resolved.</summary>
internal sealed record ServicePlacement
{
    /// <summary>Whether pods are spread over zones, unless a constraint of the service's own does so.</summary>
    public required Spreading Zones { get; init; }

    /// <summary>Whether pods are spread over nodes, unless a constraint of the service's own does so.</summary>
    public required Spreading Nodes { get; init; }

    /// <summary>The constraints for spreading pods, those of <see cref="Zones"/> and <see cref="Nodes"/> included.</summary>
    public required ImmutableArray<SpreadConstraint> Spread { get; init; }

    /// <summary>Labels a node must have.</summary>
    public IReadOnlyDictionary<string, string> NodeLabels { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<TolerationSettings> Tolerations { get; init; } = [];

    public ImmutableArray<Neighbour> Near { get; init; } = [];

    public ImmutableArray<Neighbour> AwayFrom { get; init; } = [];

    /// <summary>The label selectors of which a node must match one; none for any node.</summary>
    public ImmutableArray<NodeSelector> RequiredNodes { get; init; } = [];

    public ImmutableArray<PreferredNodeSettings> PreferredNodes { get; init; } = [];

    public string? PriorityClass { get; init; }

    public string? RuntimeClass { get; init; }

    /// <summary>What a pod needs besides its containers, which admission takes from the runtime class.</summary>
    public ResourceAmounts Overhead { get; init; } = new();

    /// <summary>Null for Kubernetes' own scheduler.</summary>
    public string? Scheduler { get; init; }
}

/// <summary>A service whose pods attract or repel others.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Topology">The label of nodes whose value is shared.</param>
/// <param name="Weight">The weight of the preference; null if it is required.</param>
internal sealed record Neighbour(string Service, string Topology, int? Weight);

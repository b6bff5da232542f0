using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>Constraints and preferences for scheduling a service's pods, with all names of pools and classes resolved.</summary>
internal sealed record ServicePlacement
{
    public required Spreading Zones { get; init; }

    public required Spreading Nodes { get; init; }

    /// <summary>Labels a node must have.</summary>
    public required IReadOnlyDictionary<string, string> NodeLabels { get; init; }

    public required ImmutableArray<TolerationSettings> Tolerations { get; init; }

    public required ImmutableArray<string> Near { get; init; }

    public required ImmutableArray<string> AwayFrom { get; init; }

    public required string? PriorityClass { get; init; }

    public required string? RuntimeClass { get; init; }
}

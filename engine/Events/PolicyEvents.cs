using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Events;

/// <summary>A policy has something to say.</summary>
public sealed record PolicyViolationEvent : EngineEvent
{
    /// <summary>The resource; the stack where it is about several.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The pack's version.</summary>
    public required string PackVersion { get; init; }

    /// <summary>The policy.</summary>
    public required string Policy { get; init; }

    /// <summary>What is wrong. Packs keep secrets out of it.</summary>
    public required string Message { get; init; }

    /// <summary>Whether it stops the update (<see cref="PolicyLevel.Mandatory"/>) or only advises.</summary>
    public required PolicyLevel Level { get; init; }

    /// <summary>How bad it is.</summary>
    public required PolicySeverity Severity { get; init; }
}

/// <summary>A policy has changed what the program asked for.</summary>
/// <param name="Urn">The resource.</param>
/// <param name="Pack">The pack.</param>
/// <param name="PackVersion">The pack's version.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Before">The inputs it found. They hold secrets as such: show none of them.</param>
/// <param name="After">The inputs it left.</param>
public sealed record PolicyRemediationEvent(Urn Urn, string Pack, string PackVersion, string Policy, PropertyMap Before, PropertyMap After) : EngineEvent;

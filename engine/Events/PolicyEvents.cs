using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Events;

/// <summary>A resource or the stack violates a policy.</summary>
public sealed record PolicyViolationEvent : EngineEvent
{
    /// <summary>The resource; the stack where several resources are concerned.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The name of the pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The version of the pack.</summary>
    public required string PackVersion { get; init; }

    /// <summary>The name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>The problem. Packs must not put secrets into it.</summary>
    public required string Message { get; init; }

    /// <summary>The enforcement level: <see cref="PolicyLevel.Mandatory"/> stops the update.</summary>
    public required PolicyLevel Level { get; init; }

    /// <summary>How bad the violation is, whatever its enforcement level.</summary>
    public required PolicySeverity Severity { get; init; }
}

/// <summary>A policy has remediated the inputs of a resource.</summary>
/// <param name="Urn">The remediated resource.</param>
/// <param name="Pack">The name of the pack.</param>
/// <param name="PackVersion">The version of the pack.</param>
/// <param name="Policy">The name of the policy.</param>
/// <param name="Before">The inputs before, which may contain secrets: redact them before they are shown.</param>
/// <param name="After">The remediated inputs, which may contain secrets as well.</param>
public sealed record PolicyRemediationEvent(Urn Urn, string Pack, string PackVersion, string Policy, PropertyMap Before, PropertyMap After)
    : EngineEvent;

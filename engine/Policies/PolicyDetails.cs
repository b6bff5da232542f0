using Infra.Engine.Events;

namespace Infra.Engine.Policies;

/// <summary>The description of a policy by its pack.</summary>
public sealed record PolicyDetails
{
    /// <summary>The name of the pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The name of the policy, also in configuration.</summary>
    public required string Name { get; init; }

    /// <summary>What it requires.</summary>
    public required string Description { get; init; }

    /// <summary>How to fix a violation.</summary>
    public required string Remedy { get; init; }

    /// <summary>The enforcement level, as configured.</summary>
    public required PolicyLevel Level { get; init; }

    /// <summary>The severity of a violation.</summary>
    public required PolicySeverity Severity { get; init; }

    /// <summary>True for a policy on the whole stack.</summary>
    public required bool IsForStack { get; init; }

    /// <summary>The URL of its documentation; "" for none.</summary>
    public required string Url { get; init; }

    /// <summary>Tags to group policies by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The names of its settings.</summary>
    public required IReadOnlyList<string> Settings { get; init; }
}

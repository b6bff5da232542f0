using Infra.Engine.Events;

namespace Infra.Engine.Policies;

/// <summary>What a pack tells about one of its policies.</summary>
public sealed record PolicyDetails
{
    /// <summary>The pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The name it is configured by.</summary>
    public required string Name { get; init; }

    /// <summary>What it demands.</summary>
    public required string Description { get; init; }

    /// <summary>What to do about a violation.</summary>
    public required string Remedy { get; init; }

    /// <summary>What a violation means.</summary>
    public required PolicyLevel Level { get; init; }

    /// <summary>How bad a violation is.</summary>
    public required PolicySeverity Severity { get; init; }

    /// <summary>True for a policy on all resources together.</summary>
    public required bool IsForStack { get; init; }

    /// <summary>Where to read more; empty if the pack does not say.</summary>
    public required string Url { get; init; }

    /// <summary>The pack's own words to group by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The names of what can be set.</summary>
    public required IReadOnlyList<string> Settings { get; init; }
}

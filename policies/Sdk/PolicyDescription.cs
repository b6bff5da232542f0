using System.Collections.Immutable;

namespace Infra.Policies.Sdk;

/// <summary>What people are told about a policy.</summary>
internal sealed record PolicyDescription
{
    /// <summary>The name it is configured by: lower-case words joined by hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence on what it demands.</summary>
    public required string Summary { get; init; }

    /// <summary>What to write instead.</summary>
    public required string Remedy { get; init; }

    public required Severity Severity { get; init; }

    public required Profile Profile { get; init; }

    /// <summary>The policy's own level; where it has none, the pack's applies.</summary>
    public EnforcementLevel? Level { get; init; }

    /// <summary>The controls it implements, the closest first.</summary>
    public ImmutableArray<Standard> Standards { get; init; } = [];
}

using System.Collections.Immutable;

namespace Infra.Policies.Sdk.Resources;

/// <summary>The stack a pack works for.</summary>
internal sealed record StackContext
{
    public required string Stack { get; init; }

    public required string Project { get; init; }

    public required string Organization { get; init; }

    /// <summary>True in a preview.</summary>
    public required bool IsDryRun { get; init; }

    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableHashSet<string> ConfigSecretKeys { get; init; } = [];

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
}

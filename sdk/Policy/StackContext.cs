using System.Collections.Immutable;

namespace Infra.PolicyPacks;

/// <summary>The stack a pack validates.</summary>
public sealed record StackContext
{
    /// <summary>The name of the stack, without its project.</summary>
    public required string Stack { get; init; }

    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The name of the organization; <c>organization</c> where the backend has none.</summary>
    public required string Organization { get; init; }

    /// <summary>True in a preview.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>The stack's configuration by key; objects and lists are JSON.</summary>
    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The keys of <see cref="Config"/> whose values are secret.</summary>
    public ImmutableHashSet<string> ConfigSecretKeys { get; init; } = [];

    /// <summary>The tags of the stack by name; empty where the backend has none.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
}

using System.Collections.Immutable;

namespace Infra.PolicyPacks.Configuration;

/// <summary>The configuration from one source: the stack's file or the engine's command line.</summary>
internal sealed record ConfigurationLayer
{
    /// <summary>The key that configures all policies.</summary>
    public const string All = PolicyPack.AllPolicies;

    public static ConfigurationLayer Empty { get; } = new();

    /// <summary>The profile; null if this source chooses none.</summary>
    public PolicyProfile? Profile { get; init; }

    /// <summary>True if every remediation is enabled.</summary>
    public bool RemediateAll { get; init; }

    /// <summary>The errors found while reading the source, each with its place.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>
    /// Prefixes an error with its place in the source. The error begins with a policy's name, followed by the path within its settings, if
    /// any.
    /// </summary>
    public Func<string, string> Locate { get; init; } = problem => problem;

    /// <summary>The configuration of each policy, by name or <see cref="All"/>.</summary>
    public ImmutableDictionary<string, PolicyConfiguration> Policies { get; init; } =
        ImmutableDictionary.Create<string, PolicyConfiguration>(StringComparer.Ordinal);
}

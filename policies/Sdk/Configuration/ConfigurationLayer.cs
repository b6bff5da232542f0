using System.Collections.Immutable;

namespace Infra.Policies.Sdk.Configuration;

/// <summary>Configuration from one source, e.g. the stack's settings or the engine's command line.</summary>
internal sealed record ConfigurationLayer
{
    /// <summary>The name that stands for every policy.</summary>
    public const string All = "all";

    public static ConfigurationLayer Empty { get; } = new();

    /// <summary>The profile chosen; null where this source does not choose.</summary>
    public Profile? Profile { get; init; }

    /// <summary>True if every remediation is turned on.</summary>
    public bool RemediateAll { get; init; }

    /// <summary>What the source says that could not be understood, each with its place.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Turns a problem that begins with a policy's name, and perhaps a path within its settings, into one that begins with the place in the source.</summary>
    public Func<string, string> Locate { get; init; } = problem => problem;

    /// <summary>By the policy's name, or <see cref="All"/>.</summary>
    public ImmutableDictionary<string, PolicyConfiguration> Policies { get; init; } =
        ImmutableDictionary.Create<string, PolicyConfiguration>(StringComparer.Ordinal);
}

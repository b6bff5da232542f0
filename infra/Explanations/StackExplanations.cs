using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Workloads;

namespace Infra.Backend.Explanations;

/// <summary>
/// Where the decisions about a service come from. Whoever runs the program asks by the environment variable <c>INFRA_EXPLAIN</c>, which names the service; the
/// answer is the stack output <c>explanations</c>, which no other run has.
/// </summary>
internal static class StackExplanations
{
    public const string Variable = "INFRA_EXPLAIN";

    /// <summary>The decisions about the service that is asked for, or null where none is.</summary>
    /// <exception cref="UnknownServiceException">The stack has no such service.</exception>
    public static ImmutableArray<ImmutableDictionary<string, string>>? Answer(string? name, LoadedSettings loaded, IEnumerable<ClusterBackend> backends)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        if (!loaded.Settings.Services.ContainsKey(name))
        {
            throw new UnknownServiceException($"This stack has no service '{name}'; {Suggestion.For(name, [.. loaded.Settings.Services.Keys])}");
        }

        // Only its callers may differ from one cluster to the next.
        return [.. backends.SelectMany(backend => backend.Services).Where(service => service.Name == name).SelectMany(service => ServiceExplainer.Explain(loaded, service)).Distinct().Select(explanation => explanation.ToOutput())];
    }
}

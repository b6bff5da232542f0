using System.Collections.Immutable;
using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Engine.Authorities;
using Infra.Tests.Settings;

namespace Infra.Tests.Cluster.K3s;

/// <summary>Stacks with a cluster of K3s, whose credentials are created once for all tests.</summary>
internal static class K3sStack
{
    public const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}}
        services: {s: {image: "a:1", kind: worker}}

        """;

    /// <summary>The credentials by name, PEM.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Credentials { get; } =
        new ClusterCredentials(TimeProvider.System).Complete(ImmutableDictionary<string, string>.Empty);

    /// <summary>The sources of a stack with a cluster.</summary>
    /// <param name="cluster">The cluster's settings besides its credentials, as an inline mapping without braces.</param>
    /// <param name="credentials">The credentials; those of the tests if null.</param>
    public static SettingsSources Sources(string cluster, IEnumerable<KeyValuePair<string, string>>? credentials = null) =>
        StackSources.From(Catalogue, $"config:\n  infra:cluster: {{{cluster}, credentials: {{{Write(credentials ?? Credentials)}}}}}\n");

    public static Task<RecordedPlan> Plan(string cluster, ImmutableDictionary<string, object>? outputs = null) =>
        RecordedPlan.Create(Sources(cluster), outputs: outputs);

    public static LoadedSettings Load(string cluster) => SettingsLoader.Load(Sources(cluster));

    /// <summary>Writes credentials as encrypted values of an inline mapping.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> credentials) =>
        string.Join(
            ", ",
            credentials.Select(pair => $"{pair.Key}: {{secure: \"v1:{pair.Value.Replace("\n", "\\n", StringComparison.Ordinal)}\"}}")
        );
}

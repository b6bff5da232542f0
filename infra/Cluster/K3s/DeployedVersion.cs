using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings.Values;
using Pulumi;

namespace Infra.Backend.Cluster.K3s;

/// <summary>
/// The version that a cluster was left with: the stack's own output of the last update that succeeded. An upgrade that failed halfway
/// leaves the former version there, so that the next one still may not skip any.
/// </summary>
internal static class DeployedVersion
{
    /// <summary>The stack's output with the version of each cluster.</summary>
    public const string OutputName = "k3s";

    /// <summary>The key of the only cluster of a stack.</summary>
    public const string OnlyCluster = "cluster";

    /// <summary>The nodes' image: an error, in a preview already, if its version cannot be reached from the former one.</summary>
    public static Output<string> RequireUpgradable(K3sPlan plan, SystemIdentity system) =>
        FormerOutputs
            .Read(OutputName)
            .Apply(versions =>
                K3sUpgrade.FindProblem(Find(versions, system.Cluster ?? OnlyCluster), plan.Version) is { } problem
                    ? throw new RunException($"{(system.Cluster is { } key ? $"clusters.{key}" : "cluster")}.version: {problem}")
                    : plan.Image
            );

    private static K3sVersion? Find(object? versions, string cluster) =>
        versions is ImmutableDictionary<string, object> all
        && all.GetValueOrDefault(cluster) is string text
        && K3sVersion.TryParse(text, out var version)
            ? version
            : null;
}

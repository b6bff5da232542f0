using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings.Values;
using Pulumi;

namespace Infra.Backend.Cluster.K3s;

/// <summary>
/// The cluster as the last update that succeeded has left it, by the stack's own output. An upgrade that failed halfway leaves the former
/// version there, so that the next one still may not skip any.
/// </summary>
internal static class DeployedCluster
{
    /// <summary>The stack's output with the record of each cluster.</summary>
    public const string OutputName = "k3s";

    /// <summary>The key of the only cluster of a stack.</summary>
    public const string OnlyCluster = "cluster";

    /// <summary>Reads the record of a cluster; null before the first update that succeeded.</summary>
    public static Output<K3sRecord?> Read(SystemIdentity system) =>
        FormerOutputs
            .Read(OutputName)
            .Apply(clusters =>
                K3sRecord.Read((clusters as ImmutableDictionary<string, object>)?.GetValueOrDefault(system.Cluster ?? OnlyCluster))
            );

    /// <summary>
    /// The nodes' image: an error, in a preview already, if its version cannot be reached from the former one, or if servers would move.
    /// </summary>
    public static Output<string> RequireReachable(K3sPlan plan, SystemIdentity system, Output<K3sRecord?> former) =>
        former.Apply(record =>
        {
            string[] problems = [.. FindProblems(plan, record).Select(found => $"{PathOf(system, found.Setting)}: {found.Problem}")];
            return problems.Length == 0 ? plan.Image : throw new RunException(string.Join('\n', problems));
        });

    private static IEnumerable<(string? Setting, string Problem)> FindProblems(K3sPlan plan, K3sRecord? former)
    {
        var version = K3sVersion.TryParse(former?.Version ?? "", out var parsed) ? parsed : null;
        if (K3sUpgrade.FindProblem(version, plan.Version) is { } problem)
        {
            yield return ("version", problem);
        }

        foreach (var found in K3sMove.FindProblems(former, K3sRecord.Of(plan)))
        {
            yield return found;
        }
    }

    private static string PathOf(SystemIdentity system, string? setting) =>
        $"{(system.Cluster is { } key ? $"clusters.{key}" : "cluster")}{(setting is null ? "" : $".{setting}")}";
}

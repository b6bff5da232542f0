using System.Collections.Immutable;
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
    public static Output<string> RequireUpgradable(K3sPlan plan, SystemIdentity system)
    {
        var own = Deployment.Instance;
        return own.Invoke<ImmutableDictionary<string, object>>(
                "pulumi:pulumi:readStackOutputs",
                new StackOutputsArgs { Name = $"{own.OrganizationName}/{own.ProjectName}/{own.StackName}" }
            )
            .Apply(answer =>
                K3sUpgrade.FindProblem(Find(answer, system.Cluster ?? OnlyCluster), plan.Version) is { } problem
                    ? throw new RunException($"{(system.Cluster is { } key ? $"clusters.{key}" : "cluster")}.version: {problem}")
                    : plan.Image
            );
    }

    private static K3sVersion? Find(ImmutableDictionary<string, object> answer, string cluster) =>
        answer.GetValueOrDefault("outputs") is ImmutableDictionary<string, object> outputs
        && outputs.GetValueOrDefault(OutputName) is ImmutableDictionary<string, object> versions
        && versions.GetValueOrDefault(cluster) is string text
        && K3sVersion.TryParse(text, out var version)
            ? version
            : null;

    private sealed class StackOutputsArgs : InvokeArgs
    {
        [Input("name", required: true)]
        public string? Name { get; set; }
    }
}

using Infra.Backend.Settings;

namespace Infra.Backend.Cluster;

/// <summary>Finds the kubeconfig of a target cluster.</summary>
/// <param name="Root">The folder of Pulumi.yaml.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Exists">Whether a file exists.</param>
internal sealed record TargetKubeconfigLocator(string Root, string Stack, Func<string, string?> Environment, Func<string, bool> Exists)
{
    /// <summary>Set for programs that infra runs: docs/program-contract.md.</summary>
    private const string ContractVariable = "INFRA_PROGRAM_CONTRACT";

    /// <summary>
    /// Finds the path for the provider; null if the provider is to apply its own rules (KUBECONFIG, then ~/.kube/config).
    /// </summary>
    /// <exception cref="ClusterNotFoundException">The file does not exist.</exception>
    public string? Find(TargetCluster target) =>
        target.Settings.Kind switch
        {
            ClusterKind.Simulated => FindSimulated(target.SimulatedName(Stack)),
            _ => target.Settings.Kubeconfig is { } path ? FindExisting(target, Path.GetFullPath(path, Root)) : null,
        };

    private string FindSimulated(string name)
    {
        var expected = Path.Combine(Root, ".infra", "clusters", name, "kubeconfig");

        // infra starts the cluster when the provider is configured, and 'infra render' needs none.
        if (Exists(expected) || Environment(ContractVariable) is { Length: > 0 })
        {
            return expected;
        }

        throw new ClusterNotFoundException(
            $"The simulated cluster '{name}' of stack '{Stack}' has never been started: there is no {expected}. "
                + $"Start it with: infra cluster start --stack {Stack}"
        );
    }

    private string FindExisting(TargetCluster target, string path) =>
        Exists(path)
            ? path
            : throw new ClusterNotFoundException(
                $"infra:{target.Path}.kubeconfig of stack '{Stack}' names {path}, which does not exist. "
                    + $"Correct the path (it is relative to {Root}), or remove it to use KUBECONFIG or ~/.kube/config."
            );
}

/// <summary>The kubeconfig of a cluster does not exist.</summary>
internal sealed class ClusterNotFoundException(string message) : Pulumi.RunException(message);

using Infra.Backend.Settings;

namespace Infra.Backend.Cluster;

/// <summary>Finds the kubeconfig of a target cluster.</summary>
/// <param name="Root">The folder of Pulumi.yaml.</param>
/// <param name="Stack">The stack's name.</param>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Exists">Whether a file exists.</param>
internal sealed record TargetKubeconfigLocator(string Root, string Stack, Func<string, string?> Environment, Func<string, bool> Exists)
{
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

        // The file may be listed in KUBECONFIG before it is written, as 'infra render' does without a cluster. Other files in KUBECONFIG
        // are ignored: they may lead to a real cluster.
        if (Exists(expected) || ListedFiles().Contains(expected, StringComparer.Ordinal))
        {
            return expected;
        }

        throw new ClusterNotFoundException(
            $"The simulated cluster '{name}' of stack '{Stack}' has never been started: there is no {expected}. "
                + $"Start it with: infra cluster start --stack {Stack}"
        );
    }

    private IEnumerable<string> ListedFiles() =>
        (Environment("KUBECONFIG") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => Path.GetFullPath(path, Root));

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

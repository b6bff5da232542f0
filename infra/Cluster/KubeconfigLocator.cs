using Infra.Backend.Settings;

namespace Infra.Backend.Cluster;

/// <summary>Finds the kubeconfig of the cluster a stack lands on.</summary>
/// <param name="Root">The project's folder, where Pulumi.yaml stands.</param>
/// <param name="Stack">Names the simulated cluster where the settings do not.</param>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Exists">Whether a file is there.</param>
internal sealed record KubeconfigLocator(string Root, string Stack, Func<string, string?> Environment, Func<string, bool> Exists)
{
    /// <summary>The path to hand to the provider, or null to leave it to the provider's own rules (KUBECONFIG, then ~/.kube/config).</summary>
    /// <exception cref="ClusterNotFoundException">The file is not there.</exception>
    public string? Find(LandingSite site) => site.Cluster.Kind switch
    {
        ClusterKind.Simulated => FindSimulated(site.SimulatedName(Stack)),
        _ => site.Cluster.Kubeconfig is { } path ? FindExisting(site, Path.GetFullPath(path, Root)) : null,
    };

    private string FindSimulated(string name)
    {
        var expected = Path.Combine(Root, ".infra", "clusters", name, "kubeconfig");

        // Whoever runs the program may name this very file before it is written, as rendering without a cluster does. Any other file of
        // KUBECONFIG is not looked at: it may lead to a cluster that is no simulation at all.
        if (Exists(expected) || Announced().Contains(expected, StringComparer.Ordinal))
        {
            return expected;
        }

        throw new ClusterNotFoundException($"The simulated cluster '{name}' of stack '{Stack}' has never been started: there is no {expected}. Start it with: infra cluster start --stack {Stack}");
    }

    private IEnumerable<string> Announced() =>
        (Environment("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFullPath(path, Root));

    private string FindExisting(LandingSite site, string path) => Exists(path)
        ? path
        : throw new ClusterNotFoundException($"infra:{site.Path}.kubeconfig of stack '{Stack}' names {path}, and there is no such file. Correct the path (it is relative to {Root}), or remove it to use KUBECONFIG or ~/.kube/config.");
}

/// <summary>There is no way to the cluster; the message says how to make one.</summary>
internal sealed class ClusterNotFoundException(string message) : Pulumi.RunException(message);

using Infra.Cli.Clusters;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>The clusters a stack lands on, as far as they are simulated ones.</summary>
internal static class StackCluster
{
    private const string KubeconfigVariable = "KUBECONFIG";

    /// <summary>Starts the stack's simulated clusters that do not run, and leads everything this process starts to them.</summary>
    /// <returns>The clusters; none where the stack lands elsewhere.</returns>
    public static async Task<IReadOnlyList<ClusterFiles>> EnsureRunningAsync(Workspace workspace, StackName stack, TextWriter progress, CancellationToken cancellationToken)
    {
        var clusters = Announce(workspace, stack);
        foreach (var files in clusters)
        {
            var (process, started) = await ClusterLauncher.Default.EnsureRunningAsync(files, nodes: null, cancellationToken);
            if (started)
            {
                await progress.WriteLineAsync($"Started the simulated cluster '{files.Name}' at {process.Server}");
            }
        }

        return clusters;
    }

    /// <summary>
    /// Tells the program where the kubeconfigs of the stack's simulated clusters would be: they need not have been started for a rendering.
    /// </summary>
    /// <returns>These clusters; none where the stack lands elsewhere.</returns>
    public static IReadOnlyList<ClusterFiles> Announce(Workspace workspace, StackName stack)
    {
        var directory = new ClusterDirectory(workspace.Project.RootDirectory);
        var (names, landsElsewhere) = SimulatedClusterSetting.Find(workspace, stack);
        ClusterFiles[] clusters = [.. names.Select(name => directory[name])];
        if (clusters.Length > 0)
        {
            var kubeconfigs = clusters.Select(files => files.Kubeconfig);
            Environment.SetEnvironmentVariable(KubeconfigVariable, string.Join(Path.PathSeparator, landsElsewhere ? kubeconfigs.Prepend(WayElsewhere()) : kubeconfigs));
        }

        return clusters;
    }

    /// <summary>Says how to look at what has been deployed.</summary>
    public static void Introduce(IReadOnlyList<ClusterFiles> clusters, TextWriter output)
    {
        if (clusters.Count == 0)
        {
            return;
        }

        output.WriteLine("Look at it:");
        foreach (var files in clusters)
        {
            output.WriteLine($"    export KUBECONFIG={files.Kubeconfig}");
            output.WriteLine("    kubectl get deploy,hpa,pdb,svc -A");
        }

        output.WriteLine();
    }

    /// <summary>Where clients look for clusters that no setting leads to; of several files the first names the current context.</summary>
    private static string WayElsewhere() => Environment.GetEnvironmentVariable(KubeconfigVariable) is { Length: > 0 } given
        ? given
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
}

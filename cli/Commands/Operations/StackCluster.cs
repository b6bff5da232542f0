using Infra.Cli.Clusters;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>The cluster a stack lands on, where it is a simulated one.</summary>
internal static class StackCluster
{
    private const string KubeconfigVariable = "KUBECONFIG";

    /// <summary>Starts the stack's simulated cluster if it does not run, and leads everything this process starts to it.</summary>
    /// <returns>The cluster, or null where the stack lands elsewhere.</returns>
    public static async Task<ClusterFiles?> EnsureRunningAsync(Workspace workspace, StackName stack, TextWriter progress, CancellationToken cancellationToken)
    {
        if (SimulatedClusterSetting.Find(workspace, stack) is not { } name)
        {
            return null;
        }

        var files = new ClusterDirectory(workspace.Project.RootDirectory)[name];
        var (process, started) = await ClusterLauncher.Default.EnsureRunningAsync(files, nodes: null, cancellationToken);
        if (started)
        {
            await progress.WriteLineAsync($"Started the simulated cluster '{name}' at {process.Server}");
        }

        Environment.SetEnvironmentVariable(KubeconfigVariable, files.Kubeconfig);
        return files;
    }

    /// <summary>
    /// Tells the program where the kubeconfig of the stack's simulated cluster would be: it need not have been started for a rendering.
    /// </summary>
    public static void Announce(Workspace workspace, StackName stack)
    {
        if (SimulatedClusterSetting.Find(workspace, stack) is { } cluster)
        {
            Environment.SetEnvironmentVariable(KubeconfigVariable, new ClusterDirectory(workspace.Project.RootDirectory)[cluster].Kubeconfig);
        }
    }

    /// <summary>Says how to look at what has been deployed.</summary>
    public static void Introduce(ClusterFiles files, TextWriter output)
    {
        output.WriteLine("Look at it:");
        output.WriteLine($"    export KUBECONFIG={files.Kubeconfig}");
        output.WriteLine("    kubectl get deploy,hpa,pdb,svc -A");
        output.WriteLine();
    }
}

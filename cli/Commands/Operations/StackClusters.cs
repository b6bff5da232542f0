using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes;
using Infra.Engine.Operations;
using Infra.Engine.Providers;

namespace Infra.Cli.Commands.Operations;

/// <summary>Starts the simulated clusters of a project when an operation configures a provider with their kubeconfig.</summary>
internal sealed class StackClusters
{
    private readonly Lock _lock = new();
    private readonly List<ClusterFiles> _used = [];
    private readonly ClusterDirectory _directory;

    private StackClusters(ParseResult parsed)
    {
        Kubernetes = new KubernetesProviderFactory(
            EnsureRunningAsync,
            missing => new OperatorInstallations(_directory!).Describe(missing),
            missing => new FeatureInstallations(_directory!).Describe(missing)
        );
        Workspace = WorkspaceAccess.Open(parsed, Kubernetes);
        _directory = new ClusterDirectory(Workspace.Project.RootDirectory);
    }

    /// <summary>The project, whose Kubernetes providers start simulated clusters.</summary>
    public Workspace Workspace { get; }

    /// <summary>The Kubernetes providers.</summary>
    public KubernetesProviderFactory Kubernetes { get; }

    /// <summary>Receives a line for each cluster that was started.</summary>
    public Action<string> Note { get; set; } = Console.Error.WriteLine;

    /// <summary>Opens the project of the working directory.</summary>
    public static StackClusters Open(ParseResult parsed) => new(parsed);

    /// <summary>Writes how to use kubectl on the simulated clusters that were used.</summary>
    public void Introduce(TextWriter output)
    {
        if (_used.Count == 0)
        {
            return;
        }

        output.WriteLine("Look at it:");
        foreach (var files in _used.OrderBy(files => files.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"    export KUBECONFIG={files.Kubeconfig}");
            output.WriteLine("    kubectl get deploy,hpa,pdb,svc -A");
        }

        output.WriteLine();
    }

    private async Task EnsureRunningAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        if (_directory.FindByKubeconfig(kubeconfig) is not { } files)
        {
            return;
        }

        lock (_lock)
        {
            if (!_used.Contains(files))
            {
                _used.Add(files);
            }
        }

        try
        {
            var start = await ClusterLauncher.Default.EnsureRunningAsync(files, nodes: null, cancellationToken);
            if (start.EarlierFailure is { } failure)
            {
                Note($"warning: {failure}");
            }

            if (start.IsNew)
            {
                Note($"Started the simulated cluster '{files.Name}' at {start.Process.Server}");
            }
        }
        catch (UsageException error)
        {
            throw new ResourceProviderException(error.Message, error);
        }
    }
}

using Infra.Cli.Clusters;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Cli.Commands.Operations;

/// <summary>The simulated clusters a stack deploys to.</summary>
internal sealed class StackClusters(Workspace workspace)
{
    private const string KubeconfigVariable = "KUBECONFIG";
    private const string KubernetesProvider = "pulumi:providers:kubernetes";

    private readonly ClusterDirectory _directory = new(workspace.Project.RootDirectory);

    /// <summary>The simulated clusters found last; empty for a stack that deploys to others.</summary>
    public IReadOnlyList<ClusterFiles> Found { get; private set; } = [];

    /// <summary>Whether the program answered that the stack's settings are invalid.</summary>
    public bool HasInvalidSettings { get; private set; }

    /// <summary>
    /// Queries the program for its clusters, and sets KUBECONFIG for the processes this one starts to the kubeconfigs of the simulated
    /// ones, whether or not they exist yet.
    /// </summary>
    public async Task FindAsync(ProgramQueries queries, CancellationToken cancellationToken)
    {
        var result = await queries.AskAsync(TargetClusters.Query, cancellationToken);

        HasInvalidSettings = result.Status == QueryStatus.InvalidSettings;

        // A program that fails here, because of its settings for example, fails the same way in the operation, which reports it.
        var targets = result.Status == QueryStatus.Answered ? TargetClusters.Parse(result.Answer) : TargetClusters.Unknown;
        Found = [.. targets.Simulated.Select(name => _directory[name])];
        if (Found.Count > 0)
        {
            var kubeconfigs = Found.Select(files => files.Kubeconfig);
            Environment.SetEnvironmentVariable(
                KubeconfigVariable,
                string.Join(Path.PathSeparator, targets.HasOthers ? kubeconfigs.Prepend(DefaultKubeconfig()) : kubeconfigs)
            );
        }
    }

    /// <summary>Queries the program for its clusters and starts those that are simulated and not running.</summary>
    /// <param name="queries">Queries the program.</param>
    /// <param name="note">Receives a line for each cluster that was started.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task StartAsync(ProgramQueries queries, Action<string> note, CancellationToken cancellationToken)
    {
        await FindAsync(queries, cancellationToken);
        await StartFoundAsync(note, cancellationToken);
    }

    /// <summary>
    /// Starts the simulated clusters that hold the stack's resources. The state has them, so that the program need not even compile for a
    /// destroy.
    /// </summary>
    /// <param name="stack">The stack whose state is read.</param>
    /// <param name="note">Receives a line for each cluster that was started.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task StartDeployedAsync(StackName stack, Action<string> note, CancellationToken cancellationToken)
    {
        var kubeconfigs = workspace
            .State(stack)
            .Read()
            .Resources.Where(resource => resource.Type == KubernetesProvider)
            .Select(resource => Text(resource.Inputs.Find("kubeconfig")))
            .ToHashSet(StringComparer.Ordinal);
        Found = [.. _directory.Existing.Where(files => kubeconfigs.Contains(files.Kubeconfig))];
        await StartFoundAsync(note, cancellationToken);
    }

    /// <summary>Writes how to use kubectl on the stack's clusters.</summary>
    public void Introduce(TextWriter output)
    {
        if (Found.Count == 0)
        {
            return;
        }

        output.WriteLine("Look at it:");
        foreach (var files in Found)
        {
            output.WriteLine($"    export KUBECONFIG={files.Kubeconfig}");
            output.WriteLine("    kubectl get deploy,hpa,pdb,svc -A");
        }

        output.WriteLine();
    }

    private async Task StartFoundAsync(Action<string> note, CancellationToken cancellationToken)
    {
        foreach (var files in Found)
        {
            var start = await ClusterLauncher.Default.EnsureRunningAsync(files, nodes: null, cancellationToken);
            if (start.EarlierFailure is { } failure)
            {
                note($"warning: {failure}");
            }

            if (start.IsNew)
            {
                note($"Started the simulated cluster '{files.Name}' at {start.Process.Server}");
            }
        }
    }

    private static string? Text(PropertyValue? value) =>
        value switch
        {
            PropertySecret { Value: var hidden } => Text(hidden),
            PropertyString { Value: var text } => text,
            _ => null,
        };

    /// <summary>Where kubectl looks without any option. Of several files the first sets the current context.</summary>
    private static string DefaultKubeconfig() =>
        Environment.GetEnvironmentVariable(KubeconfigVariable) is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
}

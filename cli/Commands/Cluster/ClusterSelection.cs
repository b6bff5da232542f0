using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Engine.Projects;

namespace Infra.Cli.Commands.Cluster;

/// <summary>The options that name clusters: one by itself, or those that a stack lands on.</summary>
internal sealed class ClusterSelection
{
    private readonly Option<string?> _stack = CommonOptions.Stack();
    private readonly Option<string?> _name = new("--name") { Description = "The cluster's name", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(_stack);
        command.Add(_name);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_stack) is not null && result.GetResult(_name) is not null)
            {
                result.AddError("--stack and --name exclude each other.");
            }
        });
    }

    /// <summary>True where the command line names one.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(_stack) is not null || parsed.GetResult(_name) is not null;

    /// <summary>All clusters of the project.</summary>
    public static IReadOnlyList<ClusterFiles> Existing(ParseResult parsed) =>
        new ClusterDirectory(ProjectLoader.Discover(WorkspaceAccess.Directory(parsed)).RootDirectory).Existing;

    /// <summary>The clusters that are meant: one, or as many simulated ones as the stack lands on.</summary>
    /// <exception cref="UsageException">The stack lands on no simulated cluster.</exception>
    public async Task<IReadOnlyList<ClusterFiles>> SelectAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_name) is { } name)
        {
            return [new ClusterDirectory(ProjectLoader.Discover(WorkspaceAccess.Directory(parsed)).RootDirectory)[name]];
        }

        var workspace = WorkspaceAccess.Open(parsed);
        var stack = await WorkspaceAccess.StackAsync(parsed, _stack, workspace, cancellationToken);
        var (clusters, _) = SimulatedClusterSetting.Find(workspace, stack);
        if (clusters.Count == 0)
        {
            throw new UsageException(
                $"The stack '{stack.Name}' lands on no simulated cluster: write `kind: simulated` under {workspace.Project.Name}:cluster in "
                + $"{workspace.Project.StackFile(stack.Name)}, or name a cluster with --name.");
        }

        var directory = new ClusterDirectory(workspace.Project.RootDirectory);
        return [.. clusters.Select(cluster => directory[cluster])];
    }
}

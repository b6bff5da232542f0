using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Projects;

namespace Infra.Cli.Commands.Cluster;

/// <summary>The options that select clusters: one by name, or those a stack deploys to.</summary>
internal sealed class ClusterSelection
{
    private const string UseName = "select a cluster with --name, which does not need the program";

    private readonly Option<string?> _stack = CommonOptions.Stack();
    private readonly Option<string?> _name = new("--name") { Description = "The cluster's name", HelpName = "CLUSTER" };

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

    /// <summary>True if the command line selects clusters.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(_stack) is not null || parsed.GetResult(_name) is not null;

    /// <summary>All clusters of the project.</summary>
    public static IReadOnlyList<ClusterFiles> Existing(ParseResult parsed) =>
        new ClusterDirectory(ProjectLoader.Discover(WorkspaceAccess.Directory(parsed)).RootDirectory).Existing;

    /// <summary>The selected clusters: the named one, or the simulated ones that the stack's program answers.</summary>
    /// <exception cref="UsageException">The stack deploys to no simulated cluster, or its program fails or does not answer.</exception>
    /// <exception cref="ProgramException">The program does not build.</exception>
    public async Task<IReadOnlyList<ClusterFiles>> SelectAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_name) is { } name)
        {
            return [new ClusterDirectory(ProjectLoader.Discover(WorkspaceAccess.Directory(parsed)).RootDirectory)[name]];
        }

        var workspace = WorkspaceAccess.Open(parsed);
        var stack = workspace.ResolveConfigured(parsed.GetValue(_stack));
        var result = await QueryAsync(workspace.Operations(stack), cancellationToken);
        var targets = result.Status switch
        {
            QueryStatus.NotSupported => throw new UsageException(
                $"the program in {workspace.Project.ProgramDirectory} does not answer which clusters the stack '{stack.Name}' deploys to: "
                    + UseName
            ),
            QueryStatus.Failed or QueryStatus.InvalidSettings => throw new UsageException(
                $"{result.Errors.TrimEnd()}\n{UseName}, or correct the stack '{stack.Name}'",
                result.Status == QueryStatus.Failed ? ExitCode.Error : ExitCode.Configuration
            ),
            _ => TargetClusters.Parse(result.Answer),
        };
        if (targets.Simulated.Count == 0)
        {
            throw new UsageException(
                $"the stack '{stack.Name}' deploys to no simulated cluster: select a cluster with --name, or change the settings in "
                    + $"{workspace.Project.StackFile(stack.Name)}"
            );
        }

        var directory = new ClusterDirectory(workspace.Project.RootDirectory);
        return [.. targets.Simulated.Select(cluster => directory[cluster])];
    }

    private static async Task<QueryResult> QueryAsync(StackOperations operations, CancellationToken cancellationToken)
    {
        try
        {
            return await operations.QueryAsync(
                TargetClusters.Query,
                new OperationOptions { Cancelled = cancellationToken, Aborted = Interrupts.Aborted },
                BuildingNote.Show
            );
        }
        catch (ProgramException error)
        {
            throw new ProgramException($"{error.Message}\n{UseName}", error);
        }
    }
}

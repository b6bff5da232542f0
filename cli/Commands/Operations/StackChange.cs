using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Display;
using Infra.Engine.Events;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary>An operation that plans, asks and then changes a stack, with everything around it.</summary>
internal sealed class StackChange(ParseResult parsed, OperationOptionSet options, string question)
{
    /// <summary>One of the engine's operations.</summary>
    public delegate Task<OperationOutcome> Operation(
        StackOperations operations, OperationOptions how, Func<OperationOutcome, Task<bool>> approve, Action<EngineEvent> show);

    /// <summary>Runs the operation on the stack the command line means.</summary>
    public async Task<(OperationOutcome Outcome, IReadOnlyList<ClusterFiles> Clusters)> RunAsync(
        OperationKind plan, OperationKind change, Operation operation, CancellationToken cancellationToken)
    {
        var approval = new ChangeApproval(parsed, options, question);
        approval.RequirePossible();
        var workspace = WorkspaceAccess.Open(parsed);
        var stack = await WorkspaceAccess.StackAsync(parsed, options.Stack, workspace, cancellationToken);
        var clusters = await StackCluster.EnsureRunningAsync(workspace, stack, Console.Error, cancellationToken);
        var how = options.Read(parsed, cancellationToken);
        await using var display = new PhasedDisplay(
            kind => DisplayFactory.Create(parsed, options, kind, stack.Name), plan, change, skipPlan: how.SkipPreview);
        var outcome = await operation(
            workspace.Operations(stack),
            how,
            async planned =>
            {
                await display.EndPlanAsync();
                var approved = approval.Ask(planned);
                if (approved)
                {
                    display.BeginChange();
                }

                return approved;
            },
            display.Show);
        return (outcome, clusters);
    }
}

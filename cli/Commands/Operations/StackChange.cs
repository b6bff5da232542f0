using System.CommandLine;
using Infra.Cli.Display;
using Infra.Engine.Events;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary>Where an operation finds the simulated clusters it needs.</summary>
internal enum ClusterSource
{
    /// <summary>The program's answer to the query for its clusters.</summary>
    Program,

    /// <summary>The stack's state, so that the program need not compile.</summary>
    State,
}

/// <summary>Runs an operation that plans, asks for approval and then changes a stack.</summary>
internal sealed class StackChange(ParseResult parsed, OperationOptionSet options, ClusterSource clusterSource, string question)
{
    /// <summary>An operation of the engine.</summary>
    public delegate Task<OperationOutcome> Operation(
        StackOperations operations,
        OperationOptions how,
        Func<OperationOutcome, Task<bool>> approve,
        Action<EngineEvent> show
    );

    /// <summary>Runs the operation on the stack of the command line.</summary>
    public async Task<(OperationOutcome Outcome, StackClusters Clusters)> RunAsync(
        OperationKind plan,
        OperationKind change,
        Operation operation,
        CancellationToken cancellationToken
    )
    {
        var approval = new ChangeApproval(parsed, options, question);
        approval.RequirePossible();
        var workspace = WorkspaceAccess.Open(parsed);
        var stack = await WorkspaceAccess.StackAsync(parsed, options.Stack, workspace, cancellationToken);
        var clusters = new StackClusters(workspace);
        if (clusterSource == ClusterSource.State)
        {
            await clusters.StartDeployedAsync(stack, Console.Error.WriteLine, cancellationToken);
        }

        var how = options.Read(parsed, cancellationToken);
        await using var display = new PhasedDisplay(
            kind => DisplayFactory.Create(parsed, options, kind, stack.Name),
            plan,
            change,
            skipPlan: how.SkipPreview
        );
        var outcome = await operation(
            workspace.Operations(stack),
            how with
            {
                BeforeProgram = queries => clusters.StartAsync(queries, display.Note, cancellationToken),
            },
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
            display.Show
        );
        return (outcome, clusters);
    }
}

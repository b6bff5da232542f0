using System.CommandLine;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary>Runs an operation that plans, asks for approval and then changes a stack.</summary>
internal sealed class StackChange(ParseResult parsed, OperationOptionSet options, string question)
{
    /// <summary>An operation of the engine.</summary>
    public delegate Task<OperationOutcome> Operation(
        StackOperations operations,
        OperationOptions how,
        Func<OperationOutcome, Task<bool>> approve,
        Action<EngineEvent> show
    );

    /// <summary>The options of saved plans and rollbacks; null where the command has none.</summary>
    public PlanOptionSet? Plans { get; init; }

    /// <summary>Runs the operation on the stack of the command line.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(OperationKind plan, OperationKind change, Operation operation, CancellationToken cancellationToken)
    {
        Interrupts.ExpectSaving();
        var approval = new ChangeApproval(parsed, options, question);
        approval.RequirePossible();
        var clusters = StackClusters.Open(parsed);
        var stack = await WorkspaceAccess.StackAsync(parsed, options.Stack, clusters.Workspace, cancellationToken);
        var how = options.Read(parsed, cancellationToken);
        how = Plans?.Complete(how, parsed) ?? how;
        var operations = clusters.Workspace.Operations(stack);
        var outcome = await ShowAsync();
        if (
            change == OperationKind.Update
            && outcome is { Result: OperationResult.Succeeded, WasApproved: true }
            && !parsed.GetValue(options.Json)
        )
        {
            clusters.Introduce(Console.Out);
        }

        // A destroy and an earlier version do not run the program, whose settings are not at fault then.
        var failure =
            change == OperationKind.Update && how.Version is null
                ? await OperationResults.ForFailureAsync(outcome.Result, operations, cancellationToken)
                : ExitCode.Error;
        return OperationResults.ExitCodeFor(outcome, failure, parsed, options);

        async Task<OperationOutcome> ShowAsync()
        {
            await using var display = new PhasedDisplay(
                kind => DisplayFactory.Create(parsed, options, kind, stack.Name),
                plan,
                change,
                skipPlan: how.SkipPreview
            );
            clusters.Note = display.Note;
            return await operation(
                operations,
                Plans?.RollsBack(parsed) == true ? how with { BeginRollback = display.BeginRollbackAsync } : how,
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
        }
    }
}

using System.CommandLine;
using Infra.Cli.Commands.Operations.Metadata;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;

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

    /// <summary>True to end after the plan.</summary>
    public bool IsPreviewOnly { get; init; }

    /// <summary>Limits the operation by the state of the stack; null where nothing is left to do.</summary>
    public Func<OperationOptions, Workspace, StackName, OperationOptions?> Limit { get; init; } = (how, _, _) => how;

    /// <summary>Completes an operation that succeeded.</summary>
    public Action<OperationOptions, Workspace, StackName> Conclude { get; init; } = (_, _, _) => { };

    /// <summary>Runs the operation on the stack of the command line.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(OperationKind plan, OperationKind change, Operation operation, CancellationToken cancellationToken)
    {
        Interrupts.ExpectSaving();
        var approval = new ChangeApproval(parsed, options, question);
        if (!IsPreviewOnly)
        {
            approval.RequirePossible();
        }

        var clusters = StackClusters.Open(parsed);
        var stack = await WorkspaceAccess.StackAsync(parsed, options.Stack, clusters.Workspace, cancellationToken);
        await options.ConfigureAsync(parsed, clusters.Workspace, stack, cancellationToken);
        if (Limit(options.Read(parsed, cancellationToken), clusters.Workspace, stack) is not { } how)
        {
            return (int)ExitCode.Success;
        }

        how = Plans?.Complete(how, parsed) ?? how;
        how = how with
        {
            SkipPreview = how.SkipPreview && !IsPreviewOnly,
            Metadata = UpdateMetadataReader.ReadAsync(parsed, clusters.Workspace.Project.RootDirectory, how.Plan is not null),
        };
        var operations = clusters.Workspace.Operations(stack);
        var outcome = await ShowAsync();
        if (outcome is { Result: OperationResult.Succeeded, WasApproved: true })
        {
            if (change == OperationKind.Update && !parsed.GetValue(options.Json))
            {
                clusters.Introduce(Console.Out);
            }

            Conclude(how, clusters.Workspace, stack);
        }

        if (IsPreviewOnly)
        {
            outcome = outcome with { WasApproved = true };
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
                kind => DisplayFactory.CreateDetails(parsed, options, kind, stack.Name),
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
                    var approved = !IsPreviewOnly && await approval.AskAsync(planned, display.ShowDetails, cancellationToken);
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

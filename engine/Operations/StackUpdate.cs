using Infra.Engine.Deployments;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations.Plans;
using Infra.Engine.Operations.Rollback;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>
/// Changes a stack under its lock: plans, asks for approval, applies the changes, and saves the new state and a history entry.
/// </summary>
internal sealed class StackUpdate(
    Workspace workspace,
    DeploymentPreparation preparation,
    OperationOptions options,
    Action<EngineEvent> onEvent
)
{
    /// <summary>Runs an update.</summary>
    /// <param name="kind">The kind the history records.</param>
    /// <param name="prepare">Prepares the program to deploy.</param>
    /// <param name="approve">Asked with the plan; false leaves the stack as it is. Not called where the preview is skipped.</param>
    public async Task<OperationOutcome> RunAsync(
        UpdateKind kind,
        Func<StackSession, Task<PreparedProgram>> prepare,
        Func<OperationOutcome, Task<bool>> approve
    )
    {
        workspace.Backend.Require(preparation.Stack);
        using var held = await workspace.Backend.LockAsync(preparation.Stack, options.Cancelled);
        var session = preparation.OpenSession(isForUpdate: true);
        session.Hold(held);

        // What begins after the lock is lost could collide with the next update.
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(options.Cancelled, held.Lost);
        options = options with { Cancelled = stopped.Token };
        session.Drop(options.DroppedCreations);
        Warn([
            .. session.Warnings,
            .. ((string?[])[held.Notice, await session.SaveReplayedAsync(CancellationToken.None)]).OfType<string>(),
        ]);
        var program = await prepare(session);
        if (options.Plan is { } file)
        {
            program = await new SavedPlans(workspace, preparation, options).BindAsync(file, session, program);
        }

        await preparation.Recovery.RecoverAsync(session, isPreview: false, options, onEvent);
        var planner = new StackPlanner(preparation, options);
        var unchanged = new UnchangedUpdate(program);
        var message = options.Message.Length > 0 ? options.Message : program.Message;
        if (options.SkipPreview)
        {
            if (await planner.FindForbiddenAsync(session, program, onEvent) is { } forbidden)
            {
                return forbidden;
            }
        }
        else
        {
            var plan = await planner.PlanAsync(session, program, unchanged.Plan + onEvent);
            if (plan.Result != OperationResult.Succeeded)
            {
                return plan;
            }

            if (!await approve(plan))
            {
                return plan with { WasApproved = false, State = session.Snapshot };
            }

            if (kind == UpdateKind.Update && !options.Cancelled.IsCancellationRequested && unchanged.IsPlanned(session.Snapshot, plan))
            {
                return await SaveAsync(kind, session, plan.State, message, workspace.Time.GetUtcNow(), unchanged.Publish(onEvent));
            }
        }

        var before = session.Snapshot;
        var outcome = await ApplyAsync(kind, session, program, message, onEvent);
        if (outcome.Result != OperationResult.Failed || options.BeginRollback is not { } beginRollback)
        {
            return outcome;
        }

        await beginRollback();
        return await new UpdateRollback(session, program, onEvent).RunAsync(before, outcome, (goal, show) =>
            ApplyAsync(kind, session, goal, $"Rolled back the failed update{(message.Length > 0 ? ": " : "")}{message}", show)
        );
    }

    private async Task<OperationOutcome> ApplyAsync(
        UpdateKind kind,
        StackSession session,
        PreparedProgram program,
        string message,
        Action<EngineEvent> show
    )
    {
        var started = workspace.Time.GetUtcNow();
        if (kind != UpdateKind.Refresh)
        {
            WarnOfPendingOperations(session.Snapshot);
        }

        StateRecorder? recorder = null;
        SummaryEvent summary;
        var unlocked = Task.Run(session.Secrets.Unlock, CancellationToken.None);
        try
        {
            await using var journal = await session.BeginJournalAsync(options.Aborted);
            recorder = new StateRecorder(session.Snapshot, journal);
            summary = await DeploymentRunner.RunAsync(
                preparation.CreateRequest(program, recorder, isPreview: false, options, show) with
                {
                    Unlocked = unlocked,
                }
            );
            if (summary.Result == OperationResult.Succeeded)
            {
                // A deployment that failed has reported the error as a diagnostic.
                journal.ThrowIfFailed();
            }
        }
        catch (SecretsException) when (unlocked.IsFaulted)
        {
            session.DropJournal();
            throw;
        }
        catch (StateException) when (recorder is not null)
        {
            // The journal lacks what followed its first failed write; the recorder has it.
            await session.SaveAsync(Complete(recorder.Current), CancellationToken.None);
            throw;
        }

        return await SaveAsync(kind, session, recorder.Current, message, started, summary);
    }

    /// <summary>Saves the state and a history entry. It is not cancelled: what was done has to be saved.</summary>
    private async Task<OperationOutcome> SaveAsync(
        UpdateKind kind,
        StackSession session,
        Snapshot reached,
        string message,
        DateTimeOffset started,
        SummaryEvent summary
    )
    {
        var state = Complete(reached);
        var checkpoint = await session.SaveAsync(state, CancellationToken.None);
        var metadata = await options.Metadata;
        var entry = new HistoryEntry
        {
            Kind = kind,
            Message = message.Length > 0 ? message : metadata.Message,
            Environment = metadata.Environment,
            Started = started,
            Ended = workspace.Time.GetUtcNow(),
            Summary = summary,
            Config = session.File.Entries,
        };
        await workspace.Backend.AddHistoryAsync(preparation.Stack, checkpoint, entry.Serialize(), CancellationToken.None);
        return OperationOutcome.From(summary, state);
    }

    private Snapshot Complete(Snapshot state) =>
        state with
        {
            Time = StateTimestamp.Format(workspace.Time.GetUtcNow()),
            Version = Workspace.Version,
        };

    private void Warn(IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
        {
            onEvent(new DiagnosticEvent(DiagnosticSeverity.Warning, default, problem));
        }
    }

    private void WarnOfPendingOperations(Snapshot snapshot)
    {
        foreach (var operation in snapshot.PendingOperations)
        {
            onEvent(
                new DiagnosticEvent(
                    DiagnosticSeverity.Warning,
                    operation.Resource.Urn,
                    $"an earlier update was interrupted while {operation.Type.ToString().ToLowerInvariant()} this resource; its outcome is "
                        + "unknown. Check whether the object exists; if it does and is not in the state, import or delete it"
                )
            );
        }
    }
}

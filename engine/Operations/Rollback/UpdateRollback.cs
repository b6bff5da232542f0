using Infra.Engine.Events;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Rollback;

/// <summary>Brings back what a failed update changed.</summary>
/// <param name="session">The stack.</param>
/// <param name="program">The program of the failed update.</param>
/// <param name="onEvent">Receives the events.</param>
internal sealed class UpdateRollback(StackSession session, PreparedProgram program, Action<EngineEvent> onEvent)
{
    /// <summary>Rolls back an update and reports what was done.</summary>
    /// <param name="before">The state before the update.</param>
    /// <param name="failed">The outcome of the update, whose result stays.</param>
    /// <param name="apply">Deploys a goal under the update's lock and records it in the history.</param>
    public async Task<OperationOutcome> RunAsync(
        Snapshot before,
        OperationOutcome failed,
        Func<PreparedProgram, Action<EngineEvent>, Task<OperationOutcome>> apply
    )
    {
        var plan = RollbackPlan.Create(before, failed.State);
        if (plan.IsEmpty)
        {
            onEvent(new DiagnosticEvent(DiagnosticSeverity.Info, default, "rollback: the update had changed nothing"));
            return failed;
        }

        string[] downgrades = [.. K3sDowngrades.Find(failed.State, before)];
        if (downgrades.Length > 0)
        {
            onEvent(
                new DiagnosticEvent(
                    DiagnosticSeverity.Error,
                    default,
                    $"rollback: nothing is brought back, since parts of it cannot be:\n{string.Concat(downgrades.Select(line => $"  - {line}\n"))}"
                        + "Correct what has failed and run `infra up` again: it goes on with the upgrade"
                )
            );
            return failed;
        }

        if (!ReferenceEquals(plan.Start.Resources, session.Snapshot.Resources))
        {
            await session.SaveAsync(plan.Start, CancellationToken.None);
        }

        SummaryEvent? summary = null;
        var outcome = await apply(
            program with
            {
                Program = null,
                Goal = plan.Goal,
                IsRollback = true,
                CreateReview = null,
                CreateSeed = null,
                Selection = ResourceSelection.All,
            },
            received =>
            {
                // The report comes before the summary, which ends the display.
                if (received is SummaryEvent end)
                {
                    summary = end;
                }
                else
                {
                    onEvent(received);
                }
            }
        );
        Report(plan, outcome);
        if (summary is not null)
        {
            onEvent(summary);
        }

        return failed with
        {
            State = outcome.State,
        };
    }

    private void Report(RollbackPlan plan, OperationOutcome outcome)
    {
        onEvent(new DiagnosticEvent(DiagnosticSeverity.Info, default, $"rollback: {RollbackReport.Summarize(outcome.ResourceChanges)}"));
        foreach (var (urn, problem) in RollbackReport.FindRemaining(plan, outcome.State))
        {
            onEvent(new DiagnosticEvent(DiagnosticSeverity.Warning, urn, $"not rolled back: {urn} {problem}"));
        }
    }
}

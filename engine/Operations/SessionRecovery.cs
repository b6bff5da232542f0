using Infra.Engine.Deployments;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Settles what interrupted updates left unfinished in the state of a stack.</summary>
internal sealed class SessionRecovery(Workspace workspace)
{
    /// <summary>Settles what earlier updates left unfinished. A preview only reads, and goes on without what cannot be found out.</summary>
    /// <exception cref="StateException">It cannot be found out what became of an operation.</exception>
    public async Task RecoverAsync(StackSession session, bool isPreview, OperationOptions options, Action<EngineEvent> onEvent)
    {
        if (isPreview && workspace.Backend.Locks(session.Stack).Any(held => held.Holder?.Status is not LockHolderStatus.Ended))
        {
            // The operations are those of an update in progress, not of an interrupted one.
            return;
        }

        var recovered = await StateRecovery.RecoverAsync(
            session.Snapshot,
            workspace.Providers,
            isPreview,
            onEvent,
            workspace.Time,
            options.Cancelled
        );
        foreach (var note in recovered.Notes)
        {
            onEvent(note);
        }

        string[] failures =
        [
            .. recovered.Failures.Select(failure =>
                $"{failure.Urn}: an earlier update was interrupted at this resource, and whether its object exists cannot be found out: {failure.Message}"
            ),
        ];
        if (isPreview)
        {
            foreach (var failure in failures)
            {
                onEvent(new DiagnosticEvent(DiagnosticSeverity.Warning, default, failure));
            }

            session.Assume(recovered.Snapshot);
            return;
        }

        if (recovered.Snapshot != session.Snapshot)
        {
            await session.SaveAsync(recovered.Snapshot, CancellationToken.None);
        }

        if (failures.Length > 0)
        {
            throw new StateException(string.Join('\n', failures));
        }
    }
}

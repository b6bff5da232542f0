using Infra.Engine.Errors;
using Infra.Engine.Operations.StateEdits;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>Reads, exports and imports a stack's state.</summary>
public sealed class StackState
{
    private readonly Workspace _workspace;
    private readonly StackName _stack;

    internal StackState(Workspace workspace, StackName stack)
    {
        _workspace = workspace;
        _stack = stack;
    }

    /// <summary>Reads the state, secrets decrypted.</summary>
    public Snapshot Read() => Open().Snapshot;

    /// <summary>Reads the URNs of the checkpoint, without decrypting anything.</summary>
    /// <exception cref="StateException">The checkpoint cannot be read.</exception>
    public IReadOnlyList<string> ReadUrns()
    {
        using var checkpoint = _workspace.Backend.LoadCheckpointOrEmpty(_stack);
        return checkpoint.ReadUrns();
    }

    /// <summary>Reads the stack's outputs, which may contain secrets.</summary>
    public PropertyMap ReadOutputs() => Read().Root?.Outputs ?? PropertyMap.Empty;

    /// <summary>Exports the state as <c>{version, deployment}</c>, the format of <c>pulumi stack import</c>.</summary>
    /// <param name="target">Receives the JSON.</param>
    /// <param name="showSecrets">True to write secrets in plain text.</param>
    public void Export(Stream target, bool showSecrets)
    {
        var session = Open();
        ExportedState.Write(target, session, session.Snapshot, showSecrets);
    }

    /// <summary>
    /// Saves what an interrupted update has recorded to the checkpoint, so that Pulumi sees it, too. Call it after the update's lock has
    /// been removed.
    /// </summary>
    /// <returns>The number of operations whose outcome the next update has to find out; null where no update was interrupted.</returns>
    public async Task<int?> SaveInterruptedAsync(CancellationToken cancellationToken = default)
    {
        using var held = await _workspace.Backend.LockAsync(_stack, cancellationToken);
        var session = Open();
        var isInterrupted = session.Journal == JournalKind.Replayed;
        await session.SaveReplayedAsync(cancellationToken);
        return isInterrupted ? session.Snapshot.PendingOperations.Count : null;
    }

    /// <summary>Replaces the state by an exported one of this stack.</summary>
    /// <exception cref="StateException">The source is not an export, violates the integrity rules, or belongs to another stack.</exception>
    public async Task ImportAsync(Stream source, CancellationToken cancellationToken = default)
    {
        using var held = await _workspace.Backend.LockAsync(_stack, cancellationToken);
        var session = Open();
        var imported = await ExportedState.ReadAsync(source, session, "the import", cancellationToken);
        await session.SaveAsync(imported, cancellationToken);
    }

    private StackSession Open() => StackSession.Open(_workspace.Project, _workspace.Backend, _stack, _workspace.Environment);
}

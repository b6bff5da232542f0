using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Engine.State.Editing;

namespace Infra.Engine.Operations.StateEdits;

/// <summary>Chooses one of several resources with the same URN.</summary>
public delegate ResourceState ChooseResource(IReadOnlyList<ResourceState> candidates);

/// <summary>
/// Edits a stack's state directly, under its lock, and keeps the state before as the checkpoint's backup. Like Pulumi, it adds nothing to
/// the history, and does nothing to a stack that was never updated.
/// </summary>
public sealed class StackEdits
{
    private readonly Workspace _workspace;
    private readonly StackName _stack;

    internal StackEdits(Workspace workspace, StackName stack)
    {
        _workspace = workspace;
        _stack = stack;
    }

    /// <summary>Deletes resources from the state. The objects they describe remain.</summary>
    /// <param name="urns">The URNs.</param>
    /// <param name="options">The options of the deletion.</param>
    /// <param name="choose">Chooses between resources with the same URN; null where the user cannot be asked.</param>
    /// <param name="cancellationToken">Cancels the edit until the state is written.</param>
    /// <returns>The number of resources, without their dependents.</returns>
    /// <exception cref="InvalidOperationRequestException">A resource does not exist, is protected, or has dependents.</exception>
    public async Task<int> DeleteAsync(
        IReadOnlyList<string> urns,
        DeletionOptions options,
        ChooseResource? choose = null,
        CancellationToken cancellationToken = default
    )
    {
        var count = 0;
        await EditAsync(
            session =>
            {
                Func<IReadOnlyList<ResourceState>, ResourceState>? chooser = choose is null ? null : choose.Invoke;
                var targets = urns.Select(urn => ResourceLookup.Find(session.Snapshot, urn, chooser))
                    .ToHashSet<ResourceState>(ReferenceEqualityComparer.Instance);
                count = targets.Count;
                return ResourceDeletion.Delete(session.Snapshot, targets, options);
            },
            cancellationToken
        );
        return count;
    }

    /// <summary>Deletes all resources from the state.</summary>
    /// <inheritdoc cref="DeleteAsync"/>
    public Task DeleteAllAsync(DeletionOptions options, CancellationToken cancellationToken = default) =>
        EditAsync(session => ResourceDeletion.Delete(session.Snapshot, session.Snapshot.Resources, options), cancellationToken);

    /// <summary>Changes the last part of a resource's URN.</summary>
    /// <exception cref="InvalidOperationRequestException">There is no such resource, or there is one with the new URN.</exception>
    public Task RenameAsync(string urn, string name, CancellationToken cancellationToken = default) =>
        EditAsync(
            session =>
            {
                var renamed = ResourceRenaming.Rename(session.Snapshot, urn, name);
                session.Texts.Rename(old => old.Value == urn ? old.WithName(name) : old);
                return renamed;
            },
            cancellationToken
        );

    /// <summary>Protects resources from deletion, or ends the protection.</summary>
    /// <exception cref="InvalidOperationRequestException">A resource does not exist.</exception>
    public Task ProtectAsync(IReadOnlyList<string> urns, bool isProtected, CancellationToken cancellationToken = default) =>
        EditAsync(
            session => ResourceMarking.Set(session.Snapshot, urns, resource => resource with { Protect = isProtected }),
            cancellationToken
        );

    /// <summary>Protects all resources from deletion, or ends the protection.</summary>
    public Task ProtectAllAsync(bool isProtected, CancellationToken cancellationToken = default) =>
        EditAsync(
            session => ResourceMarking.SetAll(session.Snapshot, resource => resource with { Protect = isProtected }),
            cancellationToken
        );

    /// <summary>Marks resources to be replaced by the next update, or removes the mark.</summary>
    /// <exception cref="InvalidOperationRequestException">A resource does not exist.</exception>
    public Task TaintAsync(IReadOnlyList<string> urns, bool isTainted, CancellationToken cancellationToken = default) =>
        EditAsync(
            session => ResourceMarking.Set(session.Snapshot, urns, resource => resource with { Taint = isTainted }),
            cancellationToken
        );

    /// <summary>Removes the mark of all resources that the next update would replace.</summary>
    public Task UntaintAllAsync(CancellationToken cancellationToken = default) =>
        EditAsync(session => ResourceMarking.SetAll(session.Snapshot, resource => resource with { Taint = false }), cancellationToken);

    /// <summary>Repairs a state that violates the integrity rules.</summary>
    /// <param name="approve">Asked with what the repair changes; false leaves the state as it is.</param>
    /// <param name="cancellationToken">Cancels the repair until the state is written.</param>
    /// <exception cref="StateException">The state cannot be repaired.</exception>
    public async Task<RepairResult> RepairAsync(Func<RepairReport, bool> approve, CancellationToken cancellationToken = default)
    {
        using var held = await _workspace.Backend.LockAsync(_stack, cancellationToken);
        var session = StackSession.OpenUnchecked(_workspace.Project, _workspace.Backend, _stack, _workspace.Environment);
        if (SnapshotIntegrity.Verify(session.Snapshot) is { Count: 0 })
        {
            return RepairResult.AlreadyValid;
        }

        var (repaired, report) = SnapshotRepair.Repair(session.Snapshot);
        if (SnapshotIntegrity.Verify(repaired) is { Count: > 0 } problems)
        {
            throw new StateException(
                "Failed to repair the snapshot automatically:\n"
                    + string.Concat(problems.Select(problem => $"  {problem}\n"))
                    + $"Edit {_workspace.Backend.Layout.StackFile(_stack)} by hand; keep a copy of it"
            );
        }

        if (!approve(report))
        {
            return RepairResult.Declined;
        }

        await session.SaveAsync(repaired, cancellationToken);
        return RepairResult.Repaired;
    }

    /// <summary>Edits the state as the text of an export, with encrypted secrets, under the stack's lock.</summary>
    /// <param name="edit">Returns the edited text, or null to change nothing. It can check a text before, which throws as this method
    /// does.</param>
    /// <param name="cancellationToken">Cancels the edit until the state is written.</param>
    /// <exception cref="StateException">The text is not an export, or not a valid state of this stack.</exception>
    public async Task EditTextAsync(Func<byte[], Func<byte[], Task>, Task<byte[]?>> edit, CancellationToken cancellationToken = default)
    {
        using var held = await _workspace.Backend.LockAsync(_stack, cancellationToken);
        var session = StackSession.Open(_workspace.Project, _workspace.Backend, _stack, _workspace.Environment);
        using var original = new MemoryStream();
        ExportedState.Write(original, session, session.Snapshot, showSecrets: false);
        if (await edit(original.ToArray(), ParseAsync) is { } edited)
        {
            await session.SaveAsync(await ParseAsync(edited), cancellationToken);
        }

        Task<Snapshot> ParseAsync(byte[] text) =>
            ExportedState.ReadAsync(new MemoryStream(text), session, "the edited state", cancellationToken);
    }

    private async Task EditAsync(Func<StackSession, Snapshot> edit, CancellationToken cancellationToken)
    {
        using var held = await _workspace.Backend.LockAsync(_stack, cancellationToken);
        var session = StackSession.Open(_workspace.Project, _workspace.Backend, _stack, _workspace.Environment);
        if (session.Snapshot is { Version: "", Resources: [] })
        {
            return;
        }

        var edited = edit(session);
        if (SnapshotIntegrity.Verify(edited) is { Count: > 0 } problems)
        {
            throw new StateException($"the edit would make the state invalid:\n{string.Join('\n', problems)}");
        }

        await session.SaveAsync(edited, cancellationToken);
    }
}

/// <summary>The result of a repair.</summary>
public enum RepairResult
{
    /// <summary>The state was valid.</summary>
    AlreadyValid,

    /// <summary>The repair was not approved.</summary>
    Declined,

    /// <summary>The state has been repaired and saved.</summary>
    Repaired,
}

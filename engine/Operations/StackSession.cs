using Infra.Engine.Errors;
using Infra.Engine.Operations.StateEdits;
using Infra.Engine.Projects;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Secrets;
using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Operations;

/// <summary>A stack's configuration file, secrets and state, opened together: the state is decrypted with the first two.</summary>
internal sealed class StackSession
{
    private readonly StateBackend _backend;
    private readonly PassphraseSource _passphrase;
    private readonly string _run = Guid.NewGuid().ToString();
    private IStackLock? _held;

    private StackSession(
        StateBackend backend,
        StackName stack,
        StackFile file,
        PassphraseSource passphrase,
        SecretsManager secrets,
        CiphertextCache texts,
        string hash,
        Snapshot snapshot
    )
    {
        _passphrase = passphrase;
        _backend = backend;
        Stack = stack;
        File = file;
        Secrets = secrets;
        Texts = texts;
        CheckpointHash = hash;
        Snapshot = snapshot;
    }

    public StackName Stack { get; }

    public StackFile File { get; }

    public SecretsManager Secrets { get; }

    public CiphertextCache Texts { get; }

    public string CheckpointHash { get; private set; }

    public Snapshot Snapshot { get; private set; }

    /// <summary>What the journal that the session found is worth.</summary>
    public JournalKind Journal { get; private set; }

    /// <summary>What is wrong with the files of the state, although it could be read.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    // The first damaged line of the journal; null where there is none.
    private int? DamagedLine { get; init; }

    /// <summary>Opens a stack. A journal left by an interrupted update is replayed.</summary>
    /// <param name="project">The project that runs the command.</param>
    /// <param name="backend">Stores the state.</param>
    /// <param name="stack">The stack, of any project.</param>
    /// <param name="environment">Reads environment variables.</param>
    /// <param name="isForUpdate">True to derive the key of the secrets on another thread meanwhile, which an update needs.</param>
    /// <exception cref="StateException">The state cannot be read, or violates the integrity rules.</exception>
    public static StackSession Open(
        Project project,
        StateBackend backend,
        StackName stack,
        Func<string, string?> environment,
        bool isForUpdate = false
    )
    {
        var session = OpenUnchecked(project, backend, stack, environment, isForUpdate);
        if (SnapshotIntegrity.Verify(session.Snapshot) is not { Count: > 0 } problems)
        {
            return session;
        }

        if (session.DamagedLine is { } line)
        {
            throw JournalFile.Damage(
                backend.Layout.JournalFile(stack),
                line,
                $"the record is damaged, and without it the state is invalid ({problems[0]})"
            );
        }

        var path = backend.Layout.StackFile(stack);
        throw new StateException(
            $"{path}: the state is invalid; its backup is {path}.bak; `infra state repair` may repair it:\n"
                + string.Join('\n', problems.Select(problem => $"  {problem}"))
        );
    }

    /// <summary>Opens a stack whose state may violate the integrity rules.</summary>
    /// <inheritdoc cref="Open"/>
    public static StackSession OpenUnchecked(
        Project project,
        StateBackend backend,
        StackName stack,
        Func<string, string?> environment,
        bool isForUpdate = false
    )
    {
        using var checkpoint = backend.LoadCheckpointOrEmpty(stack);
        var file = StackFile.Load(GetStackFile(project, backend, stack), stack.Project);
        var journal = backend.ReadJournal(stack);
        var stateSalt = journal?.ReadSalt(checkpoint.Hash) ?? checkpoint.ReadSalt();
        var passphrase = new PassphraseSource(stack.Project, stack.Name, environment) { SharedBackend = backend.SharedUrl };
        var secrets = new SecretsManager(file.EncryptionSalt ?? stateSalt, file.FilePath, passphrase);
        var texts = new CiphertextCache(secrets);
        if (isForUpdate && secrets.Salt is not null)
        {
            secrets.Prepare();
        }

        // A state with another salt is decrypted with that one, and encrypted with the stack file's when it is saved.
        var reader =
            stateSalt is null || stateSalt == secrets.Salt
                ? texts
                : new CiphertextCache(new SecretsManager(stateSalt, backend.Layout.StackFile(stack), passphrase));
        var snapshot = checkpoint.ReadSnapshot(reader);
        var replayed = journal?.Replay(checkpoint.Hash, snapshot, reader);
        return new StackSession(backend, stack, file, passphrase, secrets, texts, checkpoint.Hash, replayed?.Snapshot ?? snapshot)
        {
            Journal =
                replayed is not null ? JournalKind.Replayed
                : journal is null ? JournalKind.None
                : journal.IsIncludedIn(checkpoint.Hash) ? JournalKind.Included
                : JournalKind.OfAnotherState,
            Warnings = [.. DescribeDamage(backend.Layout.JournalFile(stack), replayed), .. backend.DescribeRisks(stack)],
            DamagedLine = replayed is { DamagedLines: [var line, ..] } ? line : null,
        };
    }

    /// <summary>
    /// The stack file's path. Those of other projects' stacks are elsewhere, so that only the state tells their salt: a file beside the
    /// state, which never exists, stands for them in messages.
    /// </summary>
    private static string GetStackFile(Project project, StateBackend backend, StackName stack) =>
        stack.Project == project.Name ? project.StackFile(stack.Name) : Path.ChangeExtension(backend.Layout.StackFile(stack), ".yaml");

    /// <summary>Creates a reader of secrets encrypted with a salt, which may differ from this stack's.</summary>
    public CiphertextCache CreateReader(string? salt) =>
        salt is null || salt == Secrets.Salt ? Texts : new CiphertextCache(new SecretsManager(salt, "the state", _passphrase));

    /// <summary>Opens the secrets of a salt, which may differ from this stack's, with its passphrase.</summary>
    /// <param name="salt">The salt.</param>
    /// <param name="where">The file that has it, for messages.</param>
    public SecretsManager OpenSecrets(string salt, string where) =>
        salt == Secrets.Salt ? Secrets : new SecretsManager(salt, where, _passphrase);

    /// <summary>Drops pending creations. The checkpoint keeps them until the next save.</summary>
    public void Drop(PendingCreations creations) => Snapshot = creations.DropFrom(Snapshot);

    /// <summary>Begins a journal on the present state. What was replayed from an older journal must be saved.</summary>
    public async Task<StateJournal> BeginJournalAsync(CancellationToken cancellationToken)
    {
        // The journal's first record contains the salt, so it must exist.
        if (Secrets.Salt is null)
        {
            await Task.Run(Secrets.Unlock, cancellationToken);
        }

        return await _backend.BeginJournalAsync(Stack, new JournalHeader(CheckpointHash, Secrets.Salt, _run), Texts, cancellationToken);
    }

    /// <summary>Deletes the journal of an update that has recorded nothing.</summary>
    public void DropJournal() => _backend.DropJournal(Stack);

    /// <summary>Goes on with another state than the saved one.</summary>
    public void Assume(Snapshot snapshot) => Snapshot = snapshot;

    /// <summary>Holds the lock of an update: once it is gone, the session saves its state beside the stack's.</summary>
    public void Hold(IStackLock held) => _held = held;

    /// <summary>
    /// Saves what was replayed from the journal of an interrupted update to the checkpoint, pending operations included, so that Pulumi
    /// sees it, too.
    /// </summary>
    /// <returns>What the user should know, or null.</returns>
    public async Task<string?> SaveReplayedAsync(CancellationToken cancellationToken)
    {
        switch (Journal)
        {
            case JournalKind.Replayed:
                await SaveAsync(Snapshot, cancellationToken);
                return null;
            case JournalKind.OfAnotherState:
                Journal = JournalKind.None;
                return $"{_backend.SetJournalAside(Stack)}: the journal of an interrupted update is not part of this state, which another program has "
                    + "changed since; the objects that the journal lists may exist without being in the state";
            default:
                return null;
        }
    }

    /// <summary>Saves a state as the stack's checkpoint and removes the journal.</summary>
    /// <exception cref="StateException">
    /// Another update may have changed the checkpoint, which is left as it is: the state has been saved beside it.
    /// </exception>
    public async Task<ReadOnlyMemory<byte>> SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (_held is { IsHeld: false })
        {
            throw await SaveBesideAsync(
                snapshot,
                "the lock of this update was removed while it ran, so another one may have changed the state"
            );
        }

        var content = Checkpoint.Serialize(Stack, snapshot, Texts, () => Secrets.Salt);
        try
        {
            CheckpointHash = await _backend.SaveCheckpointAsync(Stack, content, CheckpointHash, cancellationToken);
        }
        catch (StateConflictException)
        {
            throw await SaveBesideAsync(snapshot, "another program has changed the state meanwhile");
        }

        Journal = JournalKind.None;
        Snapshot = snapshot;
        return content;
    }

    private async Task<StateException> SaveBesideAsync(Snapshot snapshot, string problem)
    {
        using var export = new MemoryStream();
        ExportedState.Write(export, this, snapshot, showSecrets: false);
        var path = await _backend.SaveBesideAsync(Stack, export.ToArray());
        if (_backend.ReadJournal(Stack)?.IsOf(_run) == true)
        {
            _backend.SetJournalAside(Stack);
        }

        return new StateException(
            $"{_backend.Layout.StackFile(Stack)}: {problem}: it has not been overwritten. What this update has done is in {path}: compare the two, "
                + $"then save the right one with `infra stack import --file {path} --stack {Stack}`"
        );
    }

    private static IEnumerable<string> DescribeDamage(string journal, ReplayedJournal? replayed) =>
        (replayed?.DamagedLines ?? []).Select(line =>
            $"{journal}:{line}: the record is damaged; those of the interrupted update before and after it have been read. Check the objects that "
            + "it changed"
        );
}

/// <summary>What the journal that a session found is worth.</summary>
internal enum JournalKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It continues the checkpoint and has been replayed.</summary>
    Replayed,

    /// <summary>The checkpoint includes it.</summary>
    Included,

    /// <summary>It continues another checkpoint than the present one.</summary>
    OfAnotherState,
}

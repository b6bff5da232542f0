using Infra.Engine.Errors;
using Infra.Engine.Projects;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>A stack's configuration file, secrets and state, opened together: the state is decrypted with the first two.</summary>
internal sealed class StackSession
{
    private readonly FileBackend _backend;
    private readonly PassphraseSource _passphrase;

    private StackSession(
        FileBackend backend,
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

    /// <summary>Opens a stack. A journal left by an interrupted update is replayed.</summary>
    /// <exception cref="StateException">The state cannot be read, or violates the integrity rules.</exception>
    public static StackSession Open(Project project, FileBackend backend, StackName stack, Func<string, string?> environment)
    {
        var session = OpenUnchecked(project, backend, stack, environment);
        if (SnapshotIntegrity.Verify(session.Snapshot) is { Count: > 0 } problems)
        {
            var path = backend.Layout.StackFile(stack);
            throw new StateException(
                $"{path}: the state is invalid; its backup is {path}.bak; `infra state repair` may repair it:\n"
                    + string.Join('\n', problems.Select(problem => $"  {problem}"))
            );
        }

        return session;
    }

    /// <summary>Opens a stack whose state may violate the integrity rules.</summary>
    /// <inheritdoc cref="Open"/>
    public static StackSession OpenUnchecked(Project project, FileBackend backend, StackName stack, Func<string, string?> environment)
    {
        // A stack that only a stack file declares has an empty state, which a reading command does not create.
        using var checkpoint = backend.Exists(stack)
            ? backend.LoadCheckpoint(stack)
            : Checkpoint.CreateEmpty(backend.Layout.StackFile(stack), stack);
        var file = StackFile.Load(GetStackFile(project, backend, stack), stack.Project);
        var journal = backend.Layout.JournalFile(stack);
        var hasJournal = System.IO.File.Exists(journal);
        var stateSalt = (hasJournal ? StateJournal.ReadSalt(journal, checkpoint.Hash) : null) ?? checkpoint.ReadSalt();
        var passphrase = new PassphraseSource(stack.Project, stack.Name, environment);
        var secrets = new SecretsManager(file.EncryptionSalt ?? stateSalt, file.FilePath, passphrase);
        var texts = new CiphertextCache(secrets);

        // A state with another salt is decrypted with that one, and encrypted with the stack file's when it is saved.
        var reader =
            stateSalt is null || stateSalt == secrets.Salt
                ? texts
                : new CiphertextCache(new SecretsManager(stateSalt, backend.Layout.StackFile(stack), passphrase));
        var snapshot = checkpoint.ReadSnapshot(reader);
        if (hasJournal)
        {
            snapshot = StateJournal.Replay(journal, checkpoint.Hash, snapshot, reader) ?? snapshot;
        }

        return new StackSession(backend, stack, file, passphrase, secrets, texts, checkpoint.Hash, snapshot);
    }

    /// <summary>
    /// The stack file's path. Those of other projects' stacks are elsewhere, so that only the state tells their salt: a file beside the
    /// state, which never exists, stands for them in messages.
    /// </summary>
    private static string GetStackFile(Project project, FileBackend backend, StackName stack) =>
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

    /// <summary>Begins a journal on the present state. What was replayed from an older journal is saved to the checkpoint first.</summary>
    public async Task<StateJournal> BeginJournalAsync(CancellationToken cancellationToken)
    {
        // The journal's first record contains the salt, so it must exist.
        await Task.Run(Secrets.Unlock, cancellationToken);
        var path = _backend.Layout.JournalFile(Stack);
        if (System.IO.File.Exists(path))
        {
            await SaveAsync(Snapshot, cancellationToken);
        }

        return await StateJournal.CreateAsync(path, CheckpointHash, Secrets.Salt, Texts);
    }

    /// <summary>Saves a state as the stack's checkpoint and removes the journal.</summary>
    public async Task<byte[]> SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var content = Checkpoint.Serialize(Stack, snapshot, Texts, () => Secrets.Salt);
        await _backend.SaveCheckpointAsync(Stack, content, cancellationToken);
        CheckpointHash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        Snapshot = snapshot;
        return content;
    }
}

using Infra.Engine.Errors;
using Infra.Engine.Projects;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>A stack's file, secrets and state, read together because the first two are needed for the last.</summary>
internal sealed class StackSession
{
    private readonly FileBackend _backend;
    private readonly PassphraseSource _passphrase;

    private StackSession(
        FileBackend backend, StackName stack, StackFile file, PassphraseSource passphrase, SecretsManager secrets, SecretTexts texts, string hash, Snapshot snapshot)
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

    public SecretTexts Texts { get; }

    public string CheckpointHash { get; private set; }

    public Snapshot Snapshot { get; private set; }

    /// <summary>Reads a stack. What a crashed update left in its journal counts.</summary>
    public static StackSession Open(Project project, FileBackend backend, StackName stack, Func<string, string?> environment)
    {
        using var checkpoint = backend.LoadCheckpoint(stack);
        var file = StackFile.Load(project.StackFile(stack.Name), project.Name);
        var journal = backend.Layout.JournalFile(stack);
        var hasJournal = System.IO.File.Exists(journal);
        var stateSalt = (hasJournal ? StateJournal.ReadSalt(journal, checkpoint.Hash) : null) ?? checkpoint.ReadSalt();
        var passphrase = new PassphraseSource(stack.Project, stack.Name, environment);
        var secrets = new SecretsManager(file.EncryptionSalt ?? stateSalt, file.FilePath, passphrase);
        var texts = new SecretTexts(secrets);

        // A state under another salt is read with that one, and written with the stack file's.
        var reader = stateSalt is null || stateSalt == secrets.Salt ? texts : new SecretTexts(new SecretsManager(stateSalt, backend.Layout.StackFile(stack), passphrase));
        var snapshot = checkpoint.ReadSnapshot(reader);
        if (hasJournal)
        {
            snapshot = StateJournal.Replay(journal, checkpoint.Hash, snapshot, reader) ?? snapshot;
        }

        if (SnapshotIntegrity.Verify(snapshot) is { Count: > 0 } problems)
        {
            throw new StateException($"{backend.Layout.StackFile(stack)}: the state is not sound; the one before it is {backend.Layout.StackFile(stack)}.bak:\n"
                + string.Join('\n', problems.Select(problem => $"  {problem}")));
        }

        return new StackSession(backend, stack, file, passphrase, secrets, texts, checkpoint.Hash, snapshot);
    }

    /// <summary>How to read secrets under a salt, which may be another than this stack's.</summary>
    public SecretTexts ReaderOf(string? salt) => salt is null || salt == Secrets.Salt ? Texts : new SecretTexts(new SecretsManager(salt, "the state", _passphrase));

    /// <summary>Begins a journal over the state as it is. A journal of a crashed update is first made part of the checkpoint.</summary>
    public async Task<StateJournal> BeginJournalAsync(CancellationToken cancellationToken)
    {
        // The journal's first record names the salt, so there has to be one.
        await Task.Run(Secrets.Unlock, cancellationToken);
        var path = _backend.Layout.JournalFile(Stack);
        if (System.IO.File.Exists(path))
        {
            await SaveAsync(Snapshot, cancellationToken);
        }

        return await StateJournal.CreateAsync(path, CheckpointHash, Secrets.Salt, Texts);
    }

    /// <summary>Writes a state as the stack's checkpoint and does away with the journal.</summary>
    public async Task<byte[]> SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var content = Checkpoint.Serialize(Stack, snapshot, Texts, () => Secrets.Salt);
        await _backend.SaveCheckpointAsync(Stack, content, cancellationToken);
        CheckpointHash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        Snapshot = snapshot;
        return content;
    }
}

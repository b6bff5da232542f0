using Infra.Engine.Files;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations.StateEdits;

/// <summary>Encrypts a stack's configuration and state with the key of a new passphrase.</summary>
internal sealed class PassphraseChange(Workspace workspace, StackName stack)
{
    public async Task RunAsync(string passphrase, CancellationToken cancellationToken)
    {
        using var held = await workspace.Backend.LockAsync(stack, cancellationToken);
        var session = StackSession.Open(workspace.Project, workspace.Backend, stack, workspace.Environment);
        var generated = new PassphraseSource(stack.Project, stack.Name, workspace.Environment).GeneratedFile;
        var isGenerated = workspace.Environment(PassphraseSource.Variable) is null && File.Exists(generated);
        var renewed = CreateSecrets(session.File.FilePath, passphrase);
        await Task.Run(renewed.Unlock, cancellationToken);

        var file = session.File;
        var before = File.Exists(file.FilePath) ? await File.ReadAllBytesAsync(file.FilePath, cancellationToken) : null;
        file.Reencrypt(ciphertext => renewed.Encrypt(session.Secrets.Decrypt(ciphertext)));
        file.SetEncryptionSalt(renewed.Salt!);
        var content = Checkpoint.Serialize(stack, session.Snapshot, new CiphertextCache(renewed), () => renewed.Salt);
        await file.SaveAsync(cancellationToken);
        try
        {
            await workspace.Backend.SaveCheckpointAsync(stack, content, session.CheckpointHash, CancellationToken.None);
        }
        catch when (before is not null)
        {
            // The state still needs the old passphrase, so the stack file must as well.
            await DurableFile.WriteAsync(file.FilePath, before, FilePermissions.Umask, CancellationToken.None);
            throw;
        }

        if (isGenerated)
        {
            DurableFile.Write(generated, System.Text.Encoding.UTF8.GetBytes(passphrase), FilePermissions.OwnerOnly);
        }
    }

    private SecretsManager CreateSecrets(string where, string passphrase)
    {
        var source = new PassphraseSource(stack.Project, stack.Name, name =>
            name == PassphraseSource.Variable ? passphrase : workspace.Environment(name)
        );
        return new SecretsManager(salt: null, where, source);
    }
}

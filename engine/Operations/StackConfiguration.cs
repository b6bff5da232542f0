using Infra.Engine.Projects.Configuration;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Reads and changes a stack's configuration in its file.</summary>
public sealed class StackConfiguration
{
    private readonly Workspace _workspace;
    private readonly Lazy<SecretsManager> _secrets;

    internal StackConfiguration(Workspace workspace, StackName stack)
    {
        _workspace = workspace;
        File = StackFile.Load(workspace.Project.StackFile(stack.Name), workspace.Project.Name);
        _secrets = new Lazy<SecretsManager>(() =>
        {
            using var checkpoint = workspace.Backend.LoadCheckpointOrEmpty(stack);
            return new SecretsManager(
                File.EncryptionSalt ?? checkpoint.ReadSalt(),
                File.FilePath,
                new PassphraseSource(stack.Project, stack.Name, workspace.Environment)
            );
        });
    }

    /// <summary>The stack's configuration file.</summary>
    public StackFile File { get; }

    /// <summary>Decrypts a value.</summary>
    /// <exception cref="Errors.SecretsException">The passphrase is missing or wrong.</exception>
    public string Reveal(ConfigEntry entry) => entry.IsSecret ? entry.Decrypt(_secrets.Value) : entry.Decrypt(NoSecrets.Instance);

    /// <summary>Sets a value.</summary>
    /// <param name="key">The key, or a path where <paramref name="isPath"/>.</param>
    /// <param name="value">The value in plain text.</param>
    /// <param name="isSecret">True to encrypt it.</param>
    /// <param name="isPath">True for a path into a structured value.</param>
    /// <param name="cancellationToken">Cancels the change until the file is written.</param>
    /// <exception cref="Errors.ConfigurationException">The schema of the stack files does not know the key or path.</exception>
    public async Task SetAsync(string key, string value, bool isSecret, bool isPath, CancellationToken cancellationToken = default)
    {
        File.RequireKnown(key, isPath);
        if (isSecret)
        {
            var ciphertext = await Task.Run(() => _secrets.Value.Encrypt(value), cancellationToken);
            if (isPath)
            {
                File.SetPathSecure(key, ciphertext);
            }
            else
            {
                File.SetSecure(ConfigKey.Parse(key, _workspace.Project.Name), ciphertext);
            }

            if (File.EncryptionSalt is null)
            {
                File.SetEncryptionSalt(_secrets.Value.Salt!);
            }
        }
        else if (isPath)
        {
            File.SetPath(key, value);
        }
        else
        {
            File.Set(ConfigKey.Parse(key, _workspace.Project.Name), value);
        }

        await File.SaveAsync(cancellationToken);
    }

    /// <summary>Finds the entry of a key or path; null where there is none.</summary>
    public ConfigEntry? Find(string key, bool isPath) =>
        isPath ? File.FindPath(key) : File.Find(ConfigKey.Parse(key, _workspace.Project.Name));

    /// <summary>Removes a value.</summary>
    /// <returns>False where there was none.</returns>
    public async Task<bool> RemoveAsync(string key, bool isPath, CancellationToken cancellationToken = default)
    {
        var removed = isPath ? File.RemovePath(key) : File.Remove(ConfigKey.Parse(key, _workspace.Project.Name));
        if (removed)
        {
            await File.SaveAsync(cancellationToken);
        }

        return removed;
    }

    private sealed class NoSecrets : ISecretCipher
    {
        public static NoSecrets Instance { get; } = new();

        public string Encrypt(string plaintext) => throw new NotSupportedException("There is nothing to encrypt.");

        public string Decrypt(string ciphertext) => throw new NotSupportedException("There is nothing to decrypt.");
    }
}

using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.Secrets;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>Reads and changes a stack's configuration in its file.</summary>
public sealed class StackConfiguration
{
    private readonly Workspace _workspace;
    private readonly StackName _stack;
    private readonly Lazy<SecretsManager> _secrets;

    internal StackConfiguration(Workspace workspace, StackName stack)
    {
        _workspace = workspace;
        _stack = stack;
        File = StackFile.Load(workspace.Project.StackFile(stack.Name), workspace.Project.Name);
        _secrets = new Lazy<SecretsManager>(() =>
            new SecretsManager(
                File.EncryptionSalt ?? ReadStateSalt(),
                File.FilePath,
                new PassphraseSource(stack.Project, stack.Name, workspace.Environment) { SharedBackend = workspace.Backend.SharedUrl }
            )
        );
    }

    /// <summary>The stack's configuration file.</summary>
    public StackFile File { get; }

    /// <summary>The values of the stack file and, where it has none, the defaults of the project file, sorted by key.</summary>
    public IReadOnlyList<ConfigEntry> Entries =>
        [.. File.Entries.Concat(ResolvedConfiguration.Defaults(_workspace.Project, File)).OrderBy(entry => entry.Key)];

    /// <summary>The keys and paths that can be set, for completion.</summary>
    public SettingPaths Paths => new(File, _workspace.Project.Name);

    /// <summary>The key as the project's programs write it: without the project's own namespace.</summary>
    public string Shorten(ConfigKey key) => key.Namespace == _workspace.Project.Name ? key.Name : key.ToString();

    /// <summary>Decrypts a value.</summary>
    /// <exception cref="SecretsException">The passphrase is missing or wrong.</exception>
    public string Reveal(ConfigEntry entry) => entry.IsSecret ? entry.Decrypt(_secrets.Value) : entry.Decrypt(NoSecrets.Instance);

    /// <summary>Sets a value.</summary>
    /// <param name="key">The key, or a path where <paramref name="isPath"/>.</param>
    /// <param name="value">The value in plain text.</param>
    /// <param name="isSecret">True to encrypt it.</param>
    /// <param name="isPath">True for a path into a structured value.</param>
    /// <param name="cancellationToken">Cancels the change until the file is written.</param>
    /// <exception cref="ConfigurationException">The schema of the stack files does not know the key or path.</exception>
    public Task SetAsync(string key, string value, bool isSecret, bool isPath, CancellationToken cancellationToken = default) =>
        SetAllAsync([new ConfigChange(key, value) { IsSecret = isSecret, IsPath = isPath }], cancellationToken);

    /// <summary>Sets several values: all of them, or none.</summary>
    /// <exception cref="ConfigurationException">
    /// The schema of the stack files does not know a key or path, or a value does not have its type.
    /// </exception>
    public async Task SetAllAsync(IReadOnlyList<ConfigChange> changes, CancellationToken cancellationToken = default)
    {
        foreach (var change in changes)
        {
            File.RequireKnown(change.Key, change.IsPath);
            if (change.IsSecret)
            {
                var ciphertext = await Task.Run(() => _secrets.Value.Encrypt(change.Value), cancellationToken);
                File.SetValue(change.Key, change.IsPath, ConfigEntry.Secure(ciphertext));
                RecordSalt();
            }
            else if (change.Structure is { } structure)
            {
                File.SetValue(change.Key, change.IsPath, structure.DeepClone());
            }
            else if (change.Type is { } type)
            {
                File.SetValue(change.Key, change.IsPath, ConfigChange.Convert(change.Value, type));
            }
            else if (change.IsPath)
            {
                File.SetPath(change.Key, change.Value);
            }
            else
            {
                File.Set(ConfigKey.Parse(change.Key, _workspace.Project.Name), change.Value);
            }
        }

        await File.SaveAsync(cancellationToken);
    }

    /// <summary>Finds the entry of a key or path, also among the project's defaults; null where there is none.</summary>
    public ConfigEntry? Find(string key, bool isPath) =>
        isPath ? File.FindPath(key) : Entries.FirstOrDefault(entry => entry.Key == ConfigKey.Parse(key, _workspace.Project.Name));

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

    /// <summary>Copies a value, or all of them, to another stack. Secrets are encrypted with that stack's key.</summary>
    /// <param name="target">The configuration of the other stack.</param>
    /// <param name="key">The key, or a path where <paramref name="isPath"/>; null for all values.</param>
    /// <param name="isPath">True for a path into a structured value.</param>
    /// <param name="cancellationToken">Cancels the copy until the file is written.</param>
    /// <returns>False where there is no such value.</returns>
    public async Task<bool> CopyToAsync(
        StackConfiguration target,
        string? key = null,
        bool isPath = false,
        CancellationToken cancellationToken = default
    )
    {
        (string Key, JsonNode? Value)[] values = key is null
            ? [.. File.Entries.Select(entry => (entry.Key.ToString(), entry.Value))]
            :
            [
                .. ((ConfigEntry?[])[isPath ? File.FindPath(key) : File.Find(ConfigKey.Parse(key, _workspace.Project.Name))])
                    .OfType<ConfigEntry>()
                    .Select(entry => (key, entry.Value)),
            ];
        foreach (var (name, value) in values)
        {
            var copied = ConfigEntry.Reencrypt(value, ciphertext => target._secrets.Value.Encrypt(_secrets.Value.Decrypt(ciphertext)));
            target.File.SetValue(name, isPath, copied);
        }

        if (values.Length > 0)
        {
            if (target._secrets.IsValueCreated)
            {
                target.RecordSalt();
            }

            await target.File.SaveAsync(cancellationToken);
        }

        return values.Length > 0;
    }

    /// <summary>Replaces all values by those of the stack's latest update; without one, removes them.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        File.SetAll(_workspace.History(_stack).Read(pageSize: 1).SingleOrDefault()?.Config ?? new Dictionary<string, JsonNode?>());
        if (ReadStateSalt() is { } salt)
        {
            File.SetEncryptionSalt(salt);
        }

        await File.SaveAsync(cancellationToken);
    }

    private string? ReadStateSalt()
    {
        if (!_workspace.Backend.Exists(_stack))
        {
            return null;
        }

        using var checkpoint = _workspace.Backend.LoadCheckpoint(_stack);
        return checkpoint.ReadSalt();
    }

    private void RecordSalt()
    {
        if (File.EncryptionSalt is null && _secrets.Value.Salt is { } salt)
        {
            File.SetEncryptionSalt(salt);
        }
    }

    private sealed class NoSecrets : ISecretCipher
    {
        public static NoSecrets Instance { get; } = new();

        public string Encrypt(string plaintext) => throw new NotSupportedException("There is nothing to encrypt.");

        public string Decrypt(string ciphertext) => throw new NotSupportedException("There is nothing to decrypt.");
    }
}

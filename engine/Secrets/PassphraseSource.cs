using System.Security.Cryptography;
using System.Text;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.Secrets;

/// <summary>
/// Finds a stack's passphrase: <c>PULUMI_CONFIG_PASSPHRASE</c>, the file in <c>PULUMI_CONFIG_PASSPHRASE_FILE</c>, or a random one in the
/// user's home, which is generated for the first secret of a stack, so that the first run needs no setup.
/// </summary>
internal sealed class PassphraseSource(string project, string stack, Func<string, string?> environment)
{
    internal const string Variable = "PULUMI_CONFIG_PASSPHRASE";
    internal const string FileVariable = "PULUMI_CONFIG_PASSPHRASE_FILE";

    private const int GeneratedBytes = 32;

    /// <summary>The file of the generated passphrase, readable by its owner only.</summary>
    public string GeneratedFile { get; } = Path.Combine(HomeFolder(environment), "passphrases", project, stack);

    /// <summary>
    /// The URL of a backend that other machines use, too, so that no passphrase may be generated on this one; null for other backends.
    /// </summary>
    public string? SharedBackend { get; init; }

    /// <summary>Finds the passphrase, or null.</summary>
    /// <exception cref="SecretsException">The passphrase file cannot be read.</exception>
    public string? Find()
    {
        if (environment(Variable) is { } passphrase)
        {
            return passphrase;
        }

        if (environment(FileVariable) is { Length: > 0 } path)
        {
            return Read(path, FileVariable);
        }

        return File.Exists(GeneratedFile) ? ReadGenerated() : null;
    }

    /// <summary>Finds the passphrase, or generates one and saves it.</summary>
    public string FindOrGenerate() => Find() ?? Generate();

    private static string HomeFolder(Func<string, string?> environment) =>
        environment("PULUMI_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi");

    private static string Read(string path, string what)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SecretsException($"{what}: cannot read {path}: {error.Message}", error);
        }
    }

    private string Generate()
    {
        if (SharedBackend is not null)
        {
            throw new SecretsException(
                $"{SharedBackend}: the stack '{stack}' has no passphrase, and one that is generated here would be missing on every other machine "
                    + $"that uses this backend: set {Variable} or {FileVariable}, to the same value wherever the stack is deployed"
            );
        }

        var passphrase = Convert.ToBase64String(RandomNumberGenerator.GetBytes(GeneratedBytes));
        return DurableFile.TryCreate(GeneratedFile, Encoding.UTF8.GetBytes(passphrase), FilePermissions.OwnerOnly)
            ? passphrase
            : ReadGenerated();
    }

    private string ReadGenerated() =>
        Read(GeneratedFile, "generated passphrase") is { Length: > 0 } passphrase
            ? passphrase
            : throw new SecretsException(
                $"generated passphrase: {GeneratedFile} is empty: another command may be writing it, so run this one again; if the file stays "
                    + "empty, delete it where no stack has secrets yet, or restore it from a backup"
            );
}

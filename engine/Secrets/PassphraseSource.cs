using System.Security.Cryptography;
using System.Text;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.Secrets;

/// <summary>
/// Where a stack's passphrase comes from: <c>PULUMI_CONFIG_PASSPHRASE</c>, the file <c>PULUMI_CONFIG_PASSPHRASE_FILE</c> names, or else a random
/// passphrase kept in the user's home, made when a stack without any secret gets its first. So a first try needs no preparation, and what others
/// share is under a passphrase they were given.
/// </summary>
internal sealed class PassphraseSource(string project, string stack, Func<string, string?> environment)
{
    internal const string Variable = "PULUMI_CONFIG_PASSPHRASE";
    internal const string FileVariable = "PULUMI_CONFIG_PASSPHRASE_FILE";

    private const int GeneratedBytes = 32;

    /// <summary>The file a generated passphrase is kept in, readable by its owner only.</summary>
    public string GeneratedFile { get; } = Path.Combine(HomeFolder(environment), "passphrases", project, stack);

    /// <summary>The passphrase, or null where there is none.</summary>
    /// <exception cref="SecretsException">A file that should hold it cannot be read.</exception>
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

        return File.Exists(GeneratedFile) ? Read(GeneratedFile, "generated passphrase") : null;
    }

    /// <summary>The passphrase, made and kept where there is none.</summary>
    public string FindOrGenerate() => Find() ?? Generate();

    private static string HomeFolder(Func<string, string?> environment) => environment("PULUMI_HOME") is { Length: > 0 } home
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
        var passphrase = Convert.ToBase64String(RandomNumberGenerator.GetBytes(GeneratedBytes));
        return DurableFile.TryCreate(GeneratedFile, Encoding.UTF8.GetBytes(passphrase), FilePermissions.OwnerOnly)
            ? passphrase
            : Read(GeneratedFile, "generated passphrase");
    }
}

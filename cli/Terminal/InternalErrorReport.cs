using Infra.Engine.Operations;

namespace Infra.Cli.Terminal;

/// <summary>Writes the details of an internal error to a file that the user can attach to a report.</summary>
internal static class InternalErrorReport
{
    /// <summary>Writes the file, readable only by the user.</summary>
    /// <returns>The message for the user, with the path of the file.</returns>
    public static async Task<string> WriteAsync(Exception error)
    {
        // The folder's mode is 0700.
        var path = Path.Combine(Directory.CreateTempSubdirectory("infra-error-").FullName, "error.txt");
        await File.WriteAllTextAsync(path, SecretRedaction.Redact($"{error}\n"));
        return $"internal error in infra, not in your program: {error.Message} The details are in {path}, secrets masked; please report them.";
    }
}

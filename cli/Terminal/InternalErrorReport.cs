using System.Text;
using Infra.Engine.Operations;

namespace Infra.Cli.Terminal;

/// <summary>Writes the details of an internal error to a file that the user can attach to a report.</summary>
internal static class InternalErrorReport
{
    /// <summary>Writes the file, readable only by the user.</summary>
    /// <returns>The message for the user, with the path of the file.</returns>
    public static async Task<string> WriteAsync(Exception error)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("infra-error-").FullName, "error.txt");
        await using (var stream = new FileStream(path, CreateOptions()))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(SecretRedaction.Redact($"{error}\n")));
        }

        return $"internal error in infra, not in your program: {SecretRedaction.Redact(error.Message)} The details are in {path}, secrets masked; please report them.";
    }

    private static FileStreamOptions CreateOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}

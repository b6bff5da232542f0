using System.Text;
using Infra.Engine.Errors;

namespace Infra.Cli.Reports;

/// <summary>Where a report is written.</summary>
internal static class ReportFile
{
    public const string StandardOutput = "-";

    /// <summary>Writes a report to a file, or to standard output for <c>-</c>.</summary>
    /// <param name="option">The option that names the file, for the message if it cannot be written.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="write">Writes the report.</param>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string option, string path, Action<Stream> write)
    {
        if (path == StandardOutput)
        {
            using var output = Console.OpenStandardOutput();
            write(output);
            return;
        }

        try
        {
            using var output = File.Create(path);
            write(output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option}: {path} cannot be written: {error.Message}", ExitCode.Configuration);
        }

        Console.Error.WriteLine($"Wrote {path}");
    }

    /// <inheritdoc cref="Write(string, string, Action{Stream})"/>
    public static void Write(string option, string path, string text) =>
        Write(option, path, output => output.Write(Encoding.UTF8.GetBytes(text)));
}

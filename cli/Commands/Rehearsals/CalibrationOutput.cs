using System.Text;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Rehearsal.Calibration;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Writes what a calibration found.</summary>
internal static class CalibrationOutput
{
    /// <summary>Writes the scenario, and what could not be found to standard error.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="file">The file of the scenario; null for standard output.</param>
    /// <param name="replays">Whether recorded loads are files of their own.</param>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    public static void Write(CalibrationResult result, string? file, bool replays)
    {
        if (file is null)
        {
            Console.Write(ScenarioWriter.Write(result));
            return;
        }

        var name = Path.GetFileNameWithoutExtension(file);
        var loads = replays
            ? result.Loads.ToDictionary(load => load.Service, load => $"{name}-{load.Service}.csv", StringComparer.Ordinal)
            : null;
        WriteFile(file, ScenarioWriter.Write(result, loads));
        foreach (var load in replays ? result.Loads : [])
        {
            WriteFile(Path.Combine(Path.GetDirectoryName(file) ?? "", loads![load.Service]), ScenarioWriter.WriteLoad(load));
        }

        foreach (var gap in result.Gaps)
        {
            Console.Error.WriteLine($"Not found: {gap}");
        }
    }

    private static void WriteFile(string file, string content)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.CreateNew);
            stream.Write(Encoding.UTF8.GetBytes(content));
            Console.Error.WriteLine($"Wrote {file}");
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new UsageException($"{file} exists already: name another file with --out, or delete it", ExitCode.Configuration);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{file} cannot be written: {error.Message}", ExitCode.Configuration);
        }
    }
}

using System.Globalization;

namespace Infra.Cli.Clusters;

/// <summary>
/// The log of a cluster's process: one entry when it begins to serve and one when it ends, with the reason. Once a cluster is ready, its
/// standard output has no reader, so the log is where errors go.
/// </summary>
internal sealed class ClusterLog(ClusterFiles files, TimeProvider time)
{
    private const string Serving = "serving";
    private const string Stopped = "stopped";
    private const string Failed = "failed:";
    private const string Killed = "killed:";

    // How the lines begin that the runtime writes before it ends the process.
    private static readonly string[] _runtimeFailures =
    [
        "Stack overflow",
        "Out of memory",
        "Unhandled exception",
        "Fatal error",
        "Process terminated",
    ];

    public Task WriteServingAsync(ClusterProcess process) =>
        WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{Serving} {process.Server} in process {process.Id}"));

    public Task WriteStoppedAsync() => WriteAsync($"{Stopped} on request");

    public Task WriteFailedAsync(Exception error) => WriteAsync($"{Failed} {error}");

    /// <summary>Completes the log of a run before this one that ended without an entry: its process was killed, or crashed.</summary>
    public async Task WriteEndOfKilledAsync()
    {
        if (File.Exists(files.ProcessRecord) && FindLast() is ([_, Serving, ..], var output))
        {
            await WriteAsync(
                $"{Killed} the run before this one ended without an entry{(output is null ? "" : $"; its last output: {output}")}"
            );
        }
    }

    /// <summary>The error that ended the last run, or null where it is running, was stopped or was killed from outside.</summary>
    public string? FindFailure()
    {
        return FindLast() switch
        {
            ([_, Failed, var error], _) => error,
            // What the runtime writes before it ends the process: a stack overflow, too little memory.
            ([_, Serving, ..], { } output) => output,
            _ => null,
        };
    }

    // The last entry, and the failure of the runtime after it. Other lines are errors of requests, which end no process.
    private (string[]? Entry, string? Output) FindLast()
    {
        if (!File.Exists(files.Log))
        {
            return (null, null);
        }

        var (entry, output) = ((string[]?)null, (string?)null);
        foreach (var line in File.ReadLines(files.Log))
        {
            if (line.Split(' ', 3) is [_, Serving or Stopped or Failed or Killed, _] parts)
            {
                (entry, output) = (parts, null);
            }
            else if (output is null && _runtimeFailures.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            {
                output = line;
            }
        }

        return (entry, output);
    }

    private async Task WriteAsync(string entry)
    {
        // A reset removes the folder with everything in it.
        if (Directory.Exists(files.Directory))
        {
            await File.AppendAllTextAsync(files.Log, string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():O} {entry}\n"));
        }
    }
}

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

    public Task WriteServingAsync(ClusterProcess process) =>
        WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{Serving} {process.Server} in process {process.Id}"));

    public Task WriteStoppedAsync() => WriteAsync($"{Stopped} on request");

    public Task WriteFailedAsync(Exception error) => WriteAsync($"{Failed} {error}");

    /// <summary>The error that ended the last run, or null where it is running, was stopped or was killed from outside.</summary>
    public string? FindFailure()
    {
        if (!File.Exists(files.Log))
        {
            return null;
        }

        // Lines without a time stamp continue the entry before them: a stack trace.
        var last = File.ReadLines(files.Log)
            .Select(line => line.Split(' ', 3))
            .LastOrDefault(parts => parts.Length == 3 && parts[1] is Serving or Stopped or Failed);
        return last is [_, Failed, var error] ? error : null;
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

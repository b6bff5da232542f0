using System.Diagnostics;
using System.Text.Json;
using Likeness.Comparison;

namespace Likeness.Running;

/// <summary>
/// Runs scenarios in worker processes, each of which runs one at a time: a scenario has the process's environment for itself.
/// </summary>
internal static class WorkerPool
{
    /// <summary>The first argument of this program as a worker.</summary>
    public const string WorkerMode = "worker";

    /// <summary>Runs all scenarios.</summary>
    /// <param name="directories">The folders of the scenarios.</param>
    /// <param name="workers">The number of processes.</param>
    public static async Task<IReadOnlyList<ScenarioResult>> RunAsync(IReadOnlyList<string> directories, int workers)
    {
        var results = new ScenarioResult?[directories.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(workers, directories.Count)).Select(_ => WorkAsync()));
        return [.. results.OfType<ScenarioResult>()];

        async Task WorkAsync()
        {
            Process? worker = null;
            try
            {
                for (var index = Interlocked.Increment(ref next); index < directories.Count; index = Interlocked.Increment(ref next))
                {
                    worker ??= Start();
                    await worker.StandardInput.WriteLineAsync(directories[index]);
                    await worker.StandardInput.FlushAsync();
                    if (await worker.StandardOutput.ReadLineAsync() is { } line)
                    {
                        results[index] = JsonSerializer.Deserialize<ScenarioResult>(line)!;
                    }
                    else
                    {
                        results[index] = new ScenarioResult(Path.GetFileName(directories[index]), [], "its process ended", 0);
                        worker.Dispose();
                        worker = null;
                    }
                }
            }
            finally
            {
                worker?.StandardInput.Close();
                worker?.Dispose();
            }
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(typeof(WorkerPool).Assembly.Location);
        }

        start.ArgumentList.Add(WorkerMode);
        return Process.Start(start)!;
    }
}

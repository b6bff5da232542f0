using System.Diagnostics;
using System.Globalization;

namespace Infra.Cli.Clusters;

/// <summary>
/// Starts clusters as processes of their own, which go on when the command ends.
/// The new process answers with one line on its standard output: <see cref="ReadyAnswer"/>, or what kept it from starting.
/// </summary>
internal sealed class ClusterLauncher(TimeSpan startLimit)
{
    /// <summary>The line with which a cluster says that it serves requests.</summary>
    public const string ReadyAnswer = "ready";

    /// <summary>How long a cluster may take to end before it is killed.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    /// <summary>Waits as long as a cluster may reasonably take on a busy machine.</summary>
    public static ClusterLauncher Default { get; } = new(TimeSpan.FromSeconds(30));

    /// <summary>Starts the cluster unless it runs already.</summary>
    /// <returns>The process that serves it, and whether this call started it.</returns>
    /// <exception cref="UsageException">The cluster did not start: the message says why and where its log is.</exception>
    public async Task<(ClusterProcess Process, bool Started)> EnsureRunningAsync(ClusterFiles files, int? nodes, CancellationToken cancellationToken)
    {
        if (ClusterProcess.Find(files) is { } running)
        {
            return (running, false);
        }

        CreatePrivate(files.Directory);
        using var exclusive = await LockAsync(files, cancellationToken);
        if (ClusterProcess.Find(files) is { } startedMeanwhile)
        {
            return (startedMeanwhile, false);
        }

        await LaunchAsync(files, nodes, cancellationToken);
        return (ClusterProcess.Find(files) ?? throw Failed(files, "it ended at once"), true);
    }

    private async Task LaunchAsync(ClusterFiles files, int? nodes, CancellationToken cancellationToken)
    {
        using var process = Process.Start(ServeCommand(files, nodes))
            ?? throw Failed(files, "its process could not be started");
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(startLimit);
        try
        {
            var answer = await process.StandardOutput.ReadLineAsync(limit.Token);
            if (answer != ReadyAnswer)
            {
                throw Failed(files, answer ?? await process.StandardError.ReadToEndAsync(limit.Token));
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw Failed(files, string.Create(CultureInfo.InvariantCulture, $"it was not ready within {startLimit.TotalSeconds:0} s"));
        }
    }

    private static ProcessStartInfo ServeCommand(ClusterFiles files, int? nodes)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = files.Directory,
        };

        // Under `dotnet run` and `dotnet x.dll` the process is the host, which needs to be told the program.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ClusterLauncher).Assembly.Location);
        }

        foreach (var argument in (string[])["cluster", "serve", "--name", files.Name, "--directory", files.Directory])
        {
            start.ArgumentList.Add(argument);
        }

        if (nodes is { } count)
        {
            start.ArgumentList.Add("--nodes");
            start.ArgumentList.Add(count.ToString(CultureInfo.InvariantCulture));
        }

        return start;
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task<FileStream> LockAsync(ClusterFiles files, CancellationToken cancellationToken)
    {
        var deadline = DateTimeOffset.UtcNow + startLimit;
        while (true)
        {
            try
            {
                return new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTimeOffset.UtcNow < deadline)
            {
                // File locks cannot be waited for; another command is starting this very cluster, which takes about a second.
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    private static UsageException Failed(ClusterFiles files, string why) => new(
        $"The simulated cluster '{files.Name}' did not start: {why.Trim()}. Its log: {files.Log}. `infra cluster reset --name {files.Name}` starts it anew, empty.");
}

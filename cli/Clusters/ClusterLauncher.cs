using System.Diagnostics;
using System.Globalization;

namespace Infra.Cli.Clusters;

/// <summary>
/// Starts clusters as separate processes that keep running after the command ends.
/// A new process writes one line to its standard output: <see cref="ReadyAnswer"/>, or the error that kept it from starting.
/// </summary>
internal sealed class ClusterLauncher(TimeSpan startTimeout, TimeProvider time)
{
    /// <summary>The line a cluster writes once it serves requests.</summary>
    public const string ReadyAnswer = "ready";

    /// <summary>How long a cluster may take to stop before it is killed.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LockPollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Allows for a start on a busy machine; a start usually takes about a second.</summary>
    public static ClusterLauncher Default { get; } = new(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Starts the cluster unless it is running already.</summary>
    /// <exception cref="UsageException">The cluster did not start: the message has the reason and the path of its log.</exception>
    public async Task<ClusterStart> EnsureRunningAsync(ClusterFiles files, int? nodes, CancellationToken cancellationToken)
    {
        if (ClusterProcess.Find(files) is { } running && await ClusterHealth.IsReadyAsync(running, cancellationToken))
        {
            return new ClusterStart(running, IsNew: false, EarlierFailure: null);
        }

        CreatePrivate(files.Directory);
        using var exclusive = await LockAsync(files, cancellationToken);
        if (await FindReadyAsync(files, cancellationToken) is { } startedMeanwhile)
        {
            return new ClusterStart(startedMeanwhile, IsNew: false, EarlierFailure: null);
        }

        var failure = ObservedCluster.Observe(files).DescribeFailure();
        await LaunchAsync(files, nodes, cancellationToken);
        var started = await FindReadyAsync(files, cancellationToken) ?? throw StartFailure(files, "it ended at once");
        return new ClusterStart(started, IsNew: true, failure);
    }

    /// <summary>Waits until the cluster's process is ready, or has ended after it was killed.</summary>
    private async Task<ClusterProcess?> FindReadyAsync(ClusterFiles files, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (ClusterProcess.Find(files) is { } process)
        {
            if (await ClusterHealth.IsReadyAsync(process, cancellationToken))
            {
                return process;
            }

            if (time.GetElapsedTime(begun) >= startTimeout)
            {
                throw new UsageException(
                    $"The simulated cluster '{files.Name}' does not answer at {process.Server}, although its process {process.Id} runs: stop it with "
                        + $"`infra cluster stop --name {files.Name}`. Its log: {files.Log}"
                );
            }

            await Task.Delay(LockPollInterval, time, cancellationToken);
        }

        return null;
    }

    private async Task LaunchAsync(ClusterFiles files, int? nodes, CancellationToken cancellationToken)
    {
        using var process = Process.Start(ServeCommand(files, nodes)) ?? throw StartFailure(files, "its process could not be started");
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(startTimeout);
        try
        {
            var answer = await process.StandardOutput.ReadLineAsync(limit.Token);
            if (answer != ReadyAnswer)
            {
                throw StartFailure(files, answer ?? "its process ended before it was ready");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw StartFailure(
                files,
                string.Create(CultureInfo.InvariantCulture, $"it was not ready within {startTimeout.TotalSeconds:0} s")
            );
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

        DetachedEnvironment.Apply(start);

        // Under `dotnet run` and `dotnet infra.dll` this process is the dotnet host, which takes the assembly as its first argument.
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
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(begun) < startTimeout)
            {
                // .NET cannot wait for a file lock. Another command is starting the same cluster.
                await Task.Delay(LockPollInterval, time, cancellationToken);
            }
        }
    }

    private static UsageException StartFailure(ClusterFiles files, string reason) =>
        new(
            $"The simulated cluster '{files.Name}' did not start: {reason.Trim()}. Its log: {files.Log}. "
                + $"`infra cluster reset --name {files.Name}` deletes its content and lets it start empty."
        );
}

/// <summary>The result of a request to start a cluster.</summary>
/// <param name="Process">The process that serves the cluster.</param>
/// <param name="IsNew">True if this request started it.</param>
/// <param name="EarlierFailure">Why the run before this one ended unexpectedly, if it did.</param>
internal sealed record ClusterStart(ClusterProcess Process, bool IsNew, string? EarlierFailure);

using System.Globalization;
using Infra.Engine.Errors;
using Infra.Simulator.Hosting;

namespace Infra.Cli.Clusters;

/// <summary>Serves a simulated cluster until the process is asked to end.</summary>
internal static class ClusterServer
{
    public const int DefaultNodes = 3;

    /// <summary>Serves the cluster. The first line on standard output says whether it started.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ClusterFiles files, int nodes, CancellationToken cancellationToken)
    {
        Signals.LeaveTerminal();
        try
        {
            await using var host = await SimulatedClusterHost.StartAsync(
                new SimulatedClusterOptions { Name = files.Name, Directory = files.Directory, Nodes = nodes }, ControlPlane.Create, cancellationToken);
            ClusterProcess.Current(host.Address).Record(files);
            await Console.Out.WriteLineAsync(ClusterLauncher.ReadyAnswer);
            await Console.Out.FlushAsync(cancellationToken);
            var stopped = Task.Delay(Timeout.Infinite, cancellationToken);
            await await Task.WhenAny(host.Completion, stopped.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Out.WriteLineAsync(e.Message);
            return (int)ExitCode.Error;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nobody reads this process's output once it serves: whoever wonders where the cluster went finds it in its log.
            await File.AppendAllTextAsync(
                files.Log, string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow:O} {e}\n"), CancellationToken.None);
            return (int)ExitCode.Internal;
        }
        finally
        {
            // A reset has removed the whole folder.
            if (File.Exists(files.ProcessRecord))
            {
                File.Delete(files.ProcessRecord);
            }
        }

        return (int)ExitCode.Success;
    }
}

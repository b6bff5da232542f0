using System.Security.Cryptography;
using Infra.Engine.Errors;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Cli.Clusters;

/// <summary>Serves a simulated cluster until the process is terminated.</summary>
/// <param name="files">Where the cluster keeps its objects, log and process record.</param>
/// <param name="output"><see cref="ClusterLauncher"/> reads its first line; later lines have no reader.</param>
/// <param name="time">The clock of the log.</param>
internal sealed class ClusterServer(ClusterFiles files, TextWriter output, TimeProvider time)
{
    public const int DefaultNodes = 3;

    private readonly ClusterLog _log = new(files, time);

    /// <summary>Starts the cluster, reports on <c>output</c> whether it started, and serves it.</summary>
    /// <param name="nodes">The number of nodes of a new cluster.</param>
    /// <param name="components">Creates the control plane.</param>
    /// <param name="cancellationToken">Stops the cluster.</param>
    /// <returns>The exit code.</returns>
    public async Task<ExitCode> RunAsync(
        int nodes,
        Func<SimulatedClusterOptions, IdentitySource, IEnumerable<IClusterComponent>> components,
        CancellationToken cancellationToken
    )
    {
        SimulatedClusterHost host;
        try
        {
            var options = new SimulatedClusterOptions
            {
                Name = files.Name,
                Directory = files.Directory,
                Nodes = nodes,

                // Two clusters must not have the same uids: saved plans tell clusters apart by them.
                Seed = RandomNumberGenerator.GetInt32(int.MaxValue),
            };
            host = await SimulatedClusterHost.StartAsync(options, components, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await _log.WriteFailedAsync(error);
            await output.WriteLineAsync(error.Message);
            return ExitCode.Error;
        }

        return await ServeAsync(host, cancellationToken);
    }

    private async Task<ExitCode> ServeAsync(SimulatedClusterHost host, CancellationToken cancellationToken)
    {
        try
        {
            await using (host)
            {
                var process = ClusterProcess.Current(host.Address);
                await _log.WriteEndOfKilledAsync();
                process.Record(files);
                await _log.WriteServingAsync(process);
                await output.WriteLineAsync(ClusterLauncher.ReadyAnswer);
                await output.FlushAsync(cancellationToken);
                ReleaseMemoryOfStart();
                await host.Completion.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped on request.
        }
        catch (Exception error)
        {
            // The process record stays: it distinguishes a cluster that failed from one that was stopped.
            await _log.WriteFailedAsync(error);
            return ExitCode.Internal;
        }

        await _log.WriteStoppedAsync();
        ClusterProcess.RemoveRecord(files);
        return ExitCode.Success;
    }

    /// <summary>The start allocates more than an idle cluster ever does, so that no later collection would come for hours.</summary>
    private static void ReleaseMemoryOfStart() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}

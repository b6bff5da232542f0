using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;

namespace Infra.Cli.Commands.Cluster;

/// <summary>Calls the APIs of clusters that are running.</summary>
internal static class RunningCluster
{
    /// <summary>Does something with each selected cluster.</summary>
    /// <param name="selection">The options that select clusters.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="run">Is called with each cluster and a client of its administrator.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <exception cref="UsageException">A cluster is not running, does not answer, or refuses a request.</exception>
    public static async Task ForEachAsync(
        ClusterSelection selection,
        ParseResult parsed,
        Func<ClusterFiles, AdministratorClient, Task> run,
        CancellationToken cancellationToken
    )
    {
        foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
        {
            await UseAsync(files, async cluster =>
            {
                await run(files, cluster.Client);
                return files;
            });
        }
    }

    /// <summary>Does something with a cluster as its administrator.</summary>
    /// <exception cref="UsageException">The cluster is not running or refuses the request, or a value of it is malformed.</exception>
    public static async Task<T> UseAsync<T>(ClusterFiles files, Func<ClusterAdministrator, Task<T>> use)
    {
        if (ClusterProcess.Find(files) is null)
        {
            throw new UsageException(
                $"The simulated cluster '{files.Name}' is not running: start it with `infra cluster start --name {files.Name}`."
            );
        }

        using var cluster = ClusterAdministrator.Connect(files.Directory, TimeProvider.System);
        try
        {
            return await use(cluster);
        }
        catch (FormatException malformed)
        {
            throw new UsageException(malformed.Message);
        }
        catch (StatusException refused)
        {
            throw new UsageException($"The simulated cluster '{files.Name}' refuses this: {refused.Message}");
        }
        catch (HttpRequestException unreachable)
        {
            throw new UsageException($"The simulated cluster '{files.Name}' does not answer: {unreachable.Message}");
        }
    }
}

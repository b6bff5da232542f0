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
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <param name="run">Is called with each cluster and a client of its administrator.</param>
    /// <exception cref="UsageException">A cluster is not running, does not answer, or refuses a request.</exception>
    public static async Task ForEachAsync(
        ClusterSelection selection,
        ParseResult parsed,
        CancellationToken cancellationToken,
        Func<ClusterFiles, AdministratorClient, Task> run
    )
    {
        foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
        {
            var process = ClusterProcess.Find(files)
                ?? throw new UsageException(
                    $"the simulated cluster '{files.Name}' is not running: start it with `infra cluster start --name {files.Name}`"
                );
            using var client = new AdministratorClient(files.Directory, process.Server);
            try
            {
                await run(files, client);
            }
            catch (Exception error) when (error is StatusException or HttpRequestException or InvalidDataException)
            {
                throw new UsageException($"the simulated cluster '{files.Name}': {error.Message}");
            }
        }
    }
}

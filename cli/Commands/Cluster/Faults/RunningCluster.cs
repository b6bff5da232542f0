using Infra.Cli.Clusters;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;

namespace Infra.Cli.Commands.Cluster.Faults;

/// <summary>A simulated cluster that is running.</summary>
internal static class RunningCluster
{
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

using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster reset</c>.</summary>
internal static class ResetClusterCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            "reset",
            "Delete everything in a simulated cluster; a running one is restarted empty",
            ("infra cluster reset --stack dev --yes", "Empty the cluster of the stack dev")
        )
        {
            yes,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var clusters = await selection.SelectAsync(parsed, cancellationToken);
                var names = string.Join(" and ", clusters.Select(files => $"'{files.Name}'"));
                Confirmation.Require(parsed, yes, $"Delete everything in the simulated cluster{(clusters.Count > 1 ? "s" : "")} {names}?");
                foreach (var files in clusters)
                {
                    await ResetAsync(files, cancellationToken);
                }

                return 0;
            }
        );
        return command;
    }

    private static async Task ResetAsync(ClusterFiles files, CancellationToken cancellationToken)
    {
        var process = ClusterProcess.Find(files);
        if (process is not null)
        {
            await process.StopAsync(ClusterLauncher.StopTimeout, cancellationToken);
        }

        if (Directory.Exists(files.Directory))
        {
            Directory.Delete(files.Directory, recursive: true);
        }

        if (process is not null)
        {
            await ClusterLauncher.Default.EnsureRunningAsync(files, nodes: null, cancellationToken);
        }

        Console.WriteLine($"The simulated cluster '{files.Name}' is empty{(process is null ? "" : " and running")}");
    }
}

using System.CommandLine;
using Infra.Cli.Clusters;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster stop</c>.</summary>
internal static class StopClusterCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var command = new InfraCommand(
            "stop",
            "Stop a simulated cluster; its objects are kept for the next start",
            ("infra cluster stop --stack dev", "Stop the cluster of the stack dev")
        );
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    var process = ClusterProcess.Find(files);
                    if (process is not null)
                    {
                        await process.StopAsync(ClusterLauncher.StopTimeout, cancellationToken);
                    }

                    Console.WriteLine($"The simulated cluster '{files.Name}' {(process is null ? "was not running" : "has stopped")}");
                }

                return 0;
            }
        );
        return command;
    }
}

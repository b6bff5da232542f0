using System.CommandLine;
using Infra.Simulator.Hosting;

namespace Infra.Cli.Commands.Cluster.NodePools;

/// <summary><c>infra cluster node-pool remove</c>.</summary>
internal static class RemoveNodePoolCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var name = NodePoolCommand.CreateName();
        var command = new InfraCommand(
            "remove",
            "Drain and remove the nodes of a pool",
            ("infra cluster node-pool remove spot --stack dev", "Remove the nodes of the pool spot")
        )
        {
            name,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var pool = parsed.GetRequiredValue(name);
                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                    {
                        await new NodePoolAdministrator(client).RemoveAsync(pool, cancellationToken);
                        Console.WriteLine($"The nodes of the pool '{pool}' of the cluster '{cluster.Name}' are being drained and removed");
                    },
                    cancellationToken
                );
                return 0;
            }
        );
        return command;
    }
}

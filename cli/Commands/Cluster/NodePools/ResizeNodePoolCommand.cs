using System.CommandLine;
using Infra.Simulator.Hosting;
using Infra.Simulator.Nodes.Pools;

namespace Infra.Cli.Commands.Cluster.NodePools;

/// <summary><c>infra cluster node-pool resize</c>.</summary>
internal static class ResizeNodePoolCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var name = NodePoolCommand.CreateName();
        var nodes = NodePoolCommand.CreateNumber("--nodes", "Number of nodes", usual: null, 0, NodePool.MaxSize);
        var command = new InfraCommand(
            "resize",
            "Change the number of nodes of a pool; nodes that are too many are drained and removed",
            ("infra cluster node-pool resize spot --nodes 4 --stack dev", "Leave four nodes in the pool spot")
        )
        {
            name,
            nodes,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (pool, size) = (parsed.GetRequiredValue(name), parsed.GetValue(nodes));
                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                    {
                        await new NodePoolAdministrator(client).ResizeAsync(pool, size, cancellationToken);
                        Console.WriteLine($"The pool '{pool}' of the cluster '{cluster.Name}' gets {size} nodes");
                    },
                    cancellationToken
                );
                return 0;
            }
        );
        return command;
    }
}

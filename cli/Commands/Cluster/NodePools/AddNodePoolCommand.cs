using System.CommandLine;
using Infra.Kubernetes;
using Infra.Simulator.Hosting;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Pools;

namespace Infra.Cli.Commands.Cluster.NodePools;

/// <summary><c>infra cluster node-pool add</c>.</summary>
internal static class AddNodePoolCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var name = NodePoolCommand.CreateName();
        var nodes = NodePoolCommand.CreateNumber("--nodes", "Number of nodes", 3, 0, NodePool.MaxSize);
        var pods = NodePoolCommand.CreateNumber("--max-pods", "The most pods on a node", 110, 1, 1000);
        var cpu = new Option<string>("--cpu")
        {
            Description = "CPU of a node (default: 8)",
            HelpName = "VALUE",
            DefaultValueFactory = _ => "8",
        };
        var memory = new Option<string>("--memory")
        {
            Description = "Memory of a node (default: 32Gi)",
            HelpName = "VALUE",
            DefaultValueFactory = _ => "32Gi",
        };
        var zones = new Option<string[]>("--zone") { Description = "A zone of the nodes; may be repeated (default: a)", HelpName = "NAME" };
        var labels = new Option<string[]>("--label") { Description = "A label of the nodes; may be repeated", HelpName = "KEY=VALUE" };
        var taints = new Option<string[]>("--taint")
        {
            Description = "A taint of the nodes, as KEY=VALUE:EFFECT; may be repeated",
            HelpName = "VALUE",
        };
        var runtimes = new Option<string[]>("--runtime")
        {
            Description = "The handler of a runtime class that the nodes have; may be repeated (default: all)",
            HelpName = "NAME",
        };
        var command = new InfraCommand(
            "add",
            "Add a pool of nodes",
            ("infra cluster node-pool add spot --nodes 10 --zone a --zone b --label tier=spot --stack dev", "Add ten nodes in two zones")
        )
        {
            name,
            nodes,
            zones,
            labels,
            taints,
            runtimes,
            pods,
            cpu,
            memory,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var poolName = parsed.GetRequiredValue(name);
                if (!ObjectNames.IsLabel(poolName))
                {
                    throw new UsageException($"'{poolName}' is not a valid name of a pool: use lower-case letters, digits and '-'.");
                }

                var pool = new NodePoolOptions
                {
                    Count = parsed.GetValue(nodes),
                    NamePrefix = $"{poolName}-",
                    Pods = parsed.GetValue(pods),
                    Cpu = parsed.GetRequiredValue(cpu),
                    Memory = parsed.GetRequiredValue(memory),
                    Zones = parsed.GetValue(zones) is { Length: > 0 } given ? given : ["a"],
                    Labels = ParseLabels(parsed.GetValue(labels) ?? []),
                    Taints = parsed.GetValue(taints) ?? [],
                    RuntimeHandlers = parsed.GetValue(runtimes) is { Length: > 0 } handlers ? handlers : null,
                };
                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                    {
                        await new NodePoolAdministrator(client).AddAsync(new NodePool(poolName, pool), cancellationToken);
                        Console.WriteLine($"The cluster '{cluster.Name}' has the pool '{poolName}' of {pool.Count} nodes");
                    },
                    cancellationToken
                );
                return 0;
            }
        );
        return command;
    }

    /// <exception cref="UsageException">A text is not <c>KEY=VALUE</c>.</exception>
    private static Dictionary<string, string> ParseLabels(string[] texts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            labels[text.Split('=')[0]] = text.Split('=', 2) is [_, var value]
                ? value
                : throw new UsageException($"'{text}' is not a label: write KEY=VALUE.");
        }

        return labels;
    }
}

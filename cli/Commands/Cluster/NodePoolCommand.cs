using System.CommandLine;
using Infra.Cli.Commands.Cluster.Faults;
using Infra.Simulator.Nodes;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster node-pool</c>: adds and removes nodes of running simulated clusters.</summary>
internal static class NodePoolCommand
{
    public static Command Create() =>
        new InfraCommand(
            "node-pool",
            "Add or remove a pool of nodes of a running simulated cluster",
            (
                "infra cluster node-pool add gpu --nodes 2 --taint gpu=true:NoSchedule --stack dev",
                "Add two nodes for pods that tolerate them"
            )
        )
        {
            CreateAdd(),
            CreateRemove(),
        };

    private static InfraCommand CreateAdd()
    {
        var selection = new ClusterSelection();
        var name = CreateName();
        var nodes = CreateNumber("--nodes", "Number of nodes", 3, 5000);
        var pods = CreateNumber("--max-pods", "The most pods on a node", 110, 1000);
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
            pods,
            cpu,
            memory,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var poolName = parsed.GetRequiredValue(name);
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
                };
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    await RunningCluster.UseAsync(files, async cluster =>
                    {
                        await cluster.AddPoolAsync(poolName, pool, cancellationToken);
                        return pool;
                    });
                    Console.WriteLine($"Added {pool.Count} nodes to '{files.Name}'");
                }

                return 0;
            }
        );
        return command;
    }

    private static InfraCommand CreateRemove()
    {
        var selection = new ClusterSelection();
        var name = CreateName();
        var command = new InfraCommand(
            "remove",
            "Remove the nodes of a pool",
            ("infra cluster node-pool remove spot --stack dev", "Remove the nodes of the pool spot")
        )
        {
            name,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    var removed = await RunningCluster.UseAsync(files, cluster =>
                        cluster.RemovePoolAsync(parsed.GetRequiredValue(name), cancellationToken)
                    );
                    if (removed == 0)
                    {
                        throw new UsageException($"There is no pool '{parsed.GetRequiredValue(name)}' in '{files.Name}'.");
                    }

                    Console.WriteLine($"Removed {removed} nodes from '{files.Name}'");
                }

                return 0;
            }
        );
        return command;
    }

    private static Argument<string> CreateName() => new("NAME") { Description = "The pool's name, the start of its nodes' names" };

    private static Option<int> CreateNumber(string name, string description, int usual, int maximum)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} (default: {usual})",
            HelpName = "N",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (!result.AreNumbers(minimum: 1, maximum))
            {
                result.AddError($"{name} takes a whole number from 1 to {maximum}.");
            }
        });
        return option;
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

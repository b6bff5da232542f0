using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Cli.Terminal;
using Infra.Simulator.Hosting;
using Infra.Simulator.Nodes.Pools;

namespace Infra.Cli.Commands.Cluster.NodePools;

/// <summary><c>infra cluster node-pool list</c>.</summary>
internal static class ListNodePoolsCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "list",
            "Show the node pools that are declared",
            ("infra cluster node-pool list --stack dev", "Show those of the stack's cluster")
        )
        {
            json,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var found = new List<(string Cluster, NodePool Pool, int Nodes)>();
                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                        found.AddRange(
                            (await new NodePoolAdministrator(client).ListAsync(cancellationToken)).Select(one =>
                                (cluster.Name, one.Pool, one.Nodes)
                            )
                        ),
                    cancellationToken
                );
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(new JsonArray([.. found.Select(one => ToJson(one.Cluster, one.Pool, one.Nodes))]).ToJsonString());
                }
                else if (found.Count == 0)
                {
                    Console.WriteLine("No node pools are declared: `infra cluster node-pool add --help` shows how.");
                }
                else
                {
                    TextTable.Write(
                        ["CLUSTER", "POOL", "SIZE", "NODES", "ZONES", "TAINTS"],
                        found.Select(one =>
                            new[]
                            {
                                one.Cluster,
                                one.Pool.Name,
                                one.Pool.Nodes.Count.ToString(CultureInfo.InvariantCulture),
                                one.Nodes.ToString(CultureInfo.InvariantCulture),
                                string.Join(',', one.Pool.Nodes.Zones),
                                string.Join(',', one.Pool.Nodes.Taints),
                            }
                        )
                    );
                }

                return 0;
            }
        );
        return command;
    }

    private static JsonObject ToJson(string cluster, NodePool pool, int nodes) =>
        new()
        {
            ["cluster"] = cluster,
            ["pool"] = pool.Name,
            ["size"] = pool.Nodes.Count,
            ["nodes"] = nodes,
            ["zones"] = new JsonArray([.. pool.Nodes.Zones.Select(zone => (JsonNode)zone)]),
            ["taints"] = new JsonArray([.. pool.Nodes.Taints.Select(taint => (JsonNode)taint)]),
        };
}

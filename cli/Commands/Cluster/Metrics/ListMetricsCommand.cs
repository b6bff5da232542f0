using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Terminal;
using Infra.Simulator.Metrics;

namespace Infra.Cli.Commands.Cluster.Metrics;

/// <summary><c>infra cluster metric list</c>.</summary>
internal static class ListMetricsCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "list",
            "Show the metrics that are set",
            ("infra cluster metric list --stack dev", "Show those of the stack's cluster")
        )
        {
            json,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var found = new List<(string Cluster, MetricSetting Setting)>();
                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                        found.AddRange((await MetricMap.ReadAsync(client, cancellationToken)).Select(setting => (cluster.Name, setting))),
                    cancellationToken
                );
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(new JsonArray([.. found.Select(one => ToJson(one.Cluster, one.Setting))]).ToJsonString());
                }
                else if (found.Count == 0)
                {
                    Console.WriteLine("No metrics are set: `infra cluster metric set --help` shows how.");
                }
                else
                {
                    TextTable.Write(
                        ["CLUSTER", "NAMESPACE", "OBJECT", "METRIC", "VALUE"],
                        found.Select(one =>
                            new[]
                            {
                                one.Cluster,
                                one.Setting.Namespace,
                                one.Setting.Kind == MetricSetting.External
                                    ? $"(external) {one.Setting.Labels}".TrimEnd()
                                    : $"{one.Setting.Kind}/{one.Setting.Name}",
                                one.Setting.Metric,
                                one.Setting.Value + (one.Setting.IsTotal ? " total" : ""),
                            }
                        )
                    );
                }

                return 0;
            }
        );
        return command;
    }

    private static JsonObject ToJson(string cluster, MetricSetting setting) =>
        new()
        {
            ["cluster"] = cluster,
            ["namespace"] = setting.Namespace,
            ["kind"] = setting.Kind,
            ["name"] = setting.Name,
            ["metric"] = setting.Metric,
            ["value"] = setting.Value.ToString(),
            ["total"] = setting.IsTotal,
            ["labels"] = new JsonObject(setting.GetLabels().Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
        };
}

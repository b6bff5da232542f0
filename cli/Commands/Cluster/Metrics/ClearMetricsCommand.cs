using System.CommandLine;

namespace Infra.Cli.Commands.Cluster.Metrics;

/// <summary><c>infra cluster metric clear</c>.</summary>
internal static class ClearMetricsCommand
{
    public static Command Create()
    {
        var metric = new Argument<string?>("METRIC")
        {
            Description = "The metric (default: all that are set)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var selection = new ClusterSelection();
        var command = new InfraCommand(
            "clear",
            "Remove what is set, so that pods are idle again",
            ("infra cluster metric clear cpu --stack dev", "Remove all settings of cpu"),
            ("infra cluster metric clear --stack dev", "Remove all settings")
        )
        {
            metric,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await RunningCluster.ForEachAsync(
                    selection,
                    parsed,
                    async (cluster, client) =>
                    {
                        var settings = await MetricMap.ReadAsync(client, cancellationToken);
                        var removed = settings
                            .Where(setting => parsed.GetValue(metric) is not { } name || setting.Metric == name)
                            .Select(setting => KeyValuePair.Create(setting.Key, (string?)null))
                            .ToList();
                        if (removed.Count > 0)
                        {
                            await MetricMap.WriteAsync(client, removed, cancellationToken);
                        }

                        Console.WriteLine(
                            $"Removed {removed.Count} {(removed.Count == 1 ? "setting" : "settings")} from the cluster '{cluster.Name}'"
                        );
                    },
                    cancellationToken
                );
                return 0;
            }
        );
        return command;
    }
}

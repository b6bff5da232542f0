using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Cli.Clusters;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster status</c>.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "status",
            "Show which simulated clusters are running (default: all of the project)",
            ("infra cluster status", "Show every simulated cluster of this project")
        )
        {
            json,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var clusters = selection.IsGiven(parsed)
                    ? await selection.SelectAsync(parsed, cancellationToken)
                    : ClusterSelection.Existing(parsed);
                ObservedCluster[] observed = [.. clusters.Select(ObservedCluster.Observe)];
                if (parsed.GetValue(json))
                {
                    ClusterStatus[] statuses = [.. observed.Select(ClusterStatus.From)];
                    Console.WriteLine(JsonSerializer.Serialize(statuses, ClusterStatusJson.Default.ClusterStatusArray));
                }
                else if (observed.Length == 0)
                {
                    Console.WriteLine("This project has no simulated clusters: `infra cluster start --stack STACK` starts one.");
                }
                else
                {
                    TextTable.Write(["NAME", "STATUS", "SERVER", "SINCE"], observed.Select(Row));
                }

                foreach (var failure in observed.Select(cluster => cluster.DescribeFailure()).OfType<string>())
                {
                    ErrorOutput.Warn(parsed, failure);
                }

                return 0;
            }
        );
        return command;
    }

    private static string[] Row(ObservedCluster cluster) =>
        [
            cluster.Files.Name,
            cluster.State.ToString().ToLowerInvariant(),
            cluster.Process?.Server.ToString() ?? "-",
            cluster.Process?.StartedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "-",
        ];
}

/// <summary>A cluster in the output of <c>infra cluster status --json</c>.</summary>
internal sealed record ClusterStatus(string Name, bool Running, string? Server, DateTimeOffset? Since, int? ProcessId, string Kubeconfig)
{
    public static ClusterStatus From(ObservedCluster cluster) =>
        new(
            cluster.Files.Name,
            cluster.Process is not null,
            cluster.Process?.Server.ToString(),
            cluster.Process?.StartedAt,
            cluster.Process?.Id,
            cluster.Files.Kubeconfig
        );
}

[JsonSerializable(typeof(ClusterStatus[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ClusterStatusJson : JsonSerializerContext;

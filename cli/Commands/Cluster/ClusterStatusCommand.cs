using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Cli.Clusters;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster status</c>.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "status", "Show whether simulated clusters run; without --stack and --name, of all there are",
            ("infra cluster status", "Show every simulated cluster of this project"))
        { json };
        selection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clusters = selection.IsGiven(parsed)
                ? await selection.SelectAsync(parsed, cancellationToken)
                : ClusterSelection.Existing(parsed);
            ClusterStatus[] statuses = [.. clusters.Select(ClusterStatus.Of)];
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(statuses, ClusterStatusJson.Default.ClusterStatusArray));
            }
            else if (statuses.Length == 0)
            {
                Console.WriteLine("No simulated cluster has been started here yet: `infra cluster start --stack STACK` starts one.");
            }
            else
            {
                Terminal.TextTable.Write(
                    ["NAME", "STATUS", "SERVER", "SINCE"],
                    statuses.Select(status => (string[])
                    [
                        status.Name, status.Running ? "running" : "stopped", status.Server ?? "-",
                        status.Since?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) ?? "-",
                    ]));
            }

            return 0;
        });
        return command;
    }
}

/// <summary>A cluster as <c>infra cluster status</c> shows it.</summary>
internal sealed record ClusterStatus(string Name, bool Running, string? Server, DateTimeOffset? Since, int? ProcessId, string Kubeconfig)
{
    public static ClusterStatus Of(ClusterFiles files) => ClusterProcess.Find(files) is { } process
        ? new ClusterStatus(files.Name, true, process.Server.ToString(), process.StartedAt, process.Id, files.Kubeconfig)
        : new ClusterStatus(files.Name, false, null, null, null, files.Kubeconfig);
}

[JsonSerializable(typeof(ClusterStatus[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ClusterStatusJson : JsonSerializerContext;

using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster start</c>.</summary>
internal static class StartClusterCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var nodes = new Option<int?>("--nodes") { Description = "Number of nodes of a new cluster (default: 3)", HelpName = "N" };
        nodes.Validators.Add(result =>
        {
            if (!result.AreNumbers(minimum: 1, maximum: 5000))
            {
                result.AddError("--nodes takes a whole number from 1 to 5000.");
            }
        });
        var command = new InfraCommand(
            "start",
            "Start a simulated cluster with the objects it had when it stopped",
            ("infra cluster start --stack dev", "Start the cluster of the stack dev"),
            ("infra cluster start --name lab --nodes 12", "Start a cluster that belongs to no stack, with twelve nodes")
        )
        {
            nodes,
        };
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                foreach (var files in await selection.SelectAsync(parsed, cancellationToken))
                {
                    var start = await ClusterLauncher.Default.EnsureRunningAsync(files, parsed.GetValue(nodes), cancellationToken);
                    if (start.EarlierFailure is { } failure)
                    {
                        ErrorOutput.Warn(parsed, failure);
                    }

                    var state = start.IsNew ? "is running" : "was running already";
                    Console.WriteLine($"The simulated cluster '{files.Name}' {state} at {start.Process.Server}");
                    Console.WriteLine($"    export KUBECONFIG={files.Kubeconfig}");
                }

                return 0;
            }
        );
        return command;
    }
}

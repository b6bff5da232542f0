using System.CommandLine;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster kubeconfig</c>.</summary>
internal static class KubeconfigCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var command = new InfraCommand(
            "kubeconfig", "Print the path of a simulated cluster's kubeconfig",
            ("kubectl --kubeconfig $(infra cluster kubeconfig --stack dev) get pods -A", "Look at the pods of the stack dev"));
        selection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = await selection.SelectAsync(parsed, cancellationToken);
            if (!File.Exists(files.Kubeconfig))
            {
                throw new UsageException(
                    $"The simulated cluster '{files.Name}' has never been started, so it has no kubeconfig: `infra cluster start --name {files.Name}` starts it.");
            }

            Console.WriteLine(files.Kubeconfig);
            return 0;
        });
        return command;
    }
}

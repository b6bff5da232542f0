using System.CommandLine;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster kubeconfig</c>.</summary>
internal static class KubeconfigCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var command = new InfraCommand(
            "kubeconfig",
            "Print the path of a simulated cluster's kubeconfig (several paths as KUBECONFIG takes them)",
            ("kubectl --kubeconfig $(infra cluster kubeconfig --stack dev) get pods -A", "List the pods of the stack dev")
        );
        selection.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var clusters = await selection.SelectAsync(parsed, cancellationToken);
                if (clusters.FirstOrDefault(files => !File.Exists(files.Kubeconfig)) is { } missing)
                {
                    throw new UsageException(
                        $"The simulated cluster '{missing.Name}' has never been started, so it has no kubeconfig: "
                            + $"start it with `infra cluster start --name {missing.Name}`."
                    );
                }

                Console.WriteLine(string.Join(Path.PathSeparator, clusters.Select(files => files.Kubeconfig)));
                return 0;
            }
        );
        return command;
    }
}

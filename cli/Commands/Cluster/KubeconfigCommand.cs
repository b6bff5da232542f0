using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Simulator.Hosting;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster kubeconfig</c>.</summary>
internal static class KubeconfigCommand
{
    public static Command Create()
    {
        var selection = new ClusterSelection();
        var user = new Option<string?>("--user")
        {
            Description = "Write the kubeconfig of this user, who has only the rights that roles grant (default: the administrator)",
            HelpName = "USER",
        };
        var groups = new Option<string[]>("--group") { Description = "A group of the user; may be repeated", HelpName = "GROUP" };
        var command = new InfraCommand(
            "kubeconfig",
            "Print the path of a simulated cluster's kubeconfig (several paths as KUBECONFIG takes them)",
            ("kubectl --kubeconfig $(infra cluster kubeconfig --stack dev) get pods -A", "List the pods of the stack dev"),
            ("infra cluster kubeconfig --stack dev --user ci --group deployers", "Write the kubeconfig of a deployer")
        )
        {
            user,
            groups,
        };
        selection.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(user) is not null && string.IsNullOrEmpty(result.GetValue(user)))
            {
                result.AddError("the user is empty.");
            }
            else if (result.GetResult(groups) is not null && string.IsNullOrEmpty(result.GetValue(user)))
            {
                result.AddError("--group needs --user.");
            }
        });
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

                var paths = clusters.Select(files => GetPath(files, parsed.GetValue(user), parsed.GetValue(groups) ?? []));
                Console.WriteLine(string.Join(Path.PathSeparator, paths));
                return 0;
            }
        );
        return command;
    }

    private static string GetPath(ClusterFiles files, string? user, string[] groups) =>
        string.IsNullOrEmpty(user)
            ? files.Kubeconfig
            : UserKubeConfig.Write(files.Directory, files.Name, user, groups, TimeProvider.System);
}

using System.CommandLine;
using Infra.Engine.Authorities;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster init</c>.</summary>
internal static class InitializeClusterCommand
{
    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var clusterOption = new Option<string?>("--cluster")
        {
            Description = "One of the stack's clusters (default: all that it creates)",
            HelpName = "CLUSTER",
        };
        var command = new InfraCommand(
            "init",
            "Create the certificate authorities, tokens and administrator of a cluster of K3s, as secrets of the stack",
            ("infra cluster init --stack prod", "Create what the cluster of the stack prod lacks, before its first update"),
            ("infra cluster init --stack prod --cluster eu", "The same for one of several clusters")
        )
        {
            stackOption,
            clusterOption,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
                var initializer = new ClusterInitializer(workspace, stack);
                var file = Path.GetRelativePath(WorkspaceAccess.Directory(parsed), workspace.Project.StackFile(stack.Name));
                var known = initializer.FindClusters();
                if (known.IsEmpty)
                {
                    throw new UsageException(
                        $"{file} declares no cluster of K3s: write 'infra:cluster: {{kind: k3s, version: v1.36.2-k3s1}}' there first",
                        ExitCode.Configuration
                    );
                }

                var selected = parsed.GetValue(clusterOption);
                if (selected is not null && !known.Contains(selected))
                {
                    throw new UsageException(
                        $"--cluster: {file} declares no cluster of K3s '{selected}'; it declares {string.Join(", ", known.Select(Describe))}",
                        ExitCode.Configuration
                    );
                }

                foreach (var cluster in selected is null ? known : [selected])
                {
                    var created = await initializer.InitializeAsync(cluster, cancellationToken);
                    Console.WriteLine(
                        created.IsEmpty
                            ? $"{Describe(cluster)} has all its credentials in {file}: nothing to do"
                            : $"{Describe(cluster)} has new credentials in {file}: {string.Join(", ", created)}"
                    );
                }

                return (int)ExitCode.Success;
            }
        );
        return command;
    }

    private static string Describe(string? cluster) => cluster is null ? "infra:cluster" : $"infra:clusters.{cluster}";
}

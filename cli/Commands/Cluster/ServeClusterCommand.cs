using System.CommandLine;
using Infra.Cli.Clusters;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster serve</c>: what <see cref="ClusterLauncher"/> starts. Not meant to be typed, so no help shows it.</summary>
internal static class ServeClusterCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Required = true };
        var directory = new Option<string>("--directory") { Required = true };
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => ClusterServer.DefaultNodes };
        var command = new Command("serve", "Serve a simulated cluster in this process") { name, directory, nodes };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) =>
        {
            var files = new ClusterFiles(parsed.GetRequiredValue(name), parsed.GetRequiredValue(directory));
            return ClusterServer.RunAsync(files, parsed.GetValue(nodes), cancellationToken);
        });
        return command;
    }
}

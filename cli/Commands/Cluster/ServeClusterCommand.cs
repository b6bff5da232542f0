using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Terminal;
using Infra.Simulator.Hosting;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster serve</c>, started by <see cref="ClusterLauncher"/>. Hidden from help: users do not type it.</summary>
internal static class ServeClusterCommand
{
    public const string Name = "serve";

    public static Command Create()
    {
        var name = new Option<string>("--name") { Required = true };
        var directory = new Option<string>("--directory") { Required = true };
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => ClusterServer.DefaultNodes };
        var command = new Command(Name, "Serve a simulated cluster in this process") { name, directory, nodes };
        command.Hidden = true;
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                Signals.DetachFromTerminal();
                Interrupts.ExpectSaving();
                var files = new ClusterFiles(parsed.GetRequiredValue(name), parsed.GetRequiredValue(directory));
                Signals.RedirectStandardError(files.Log);
                return (int)
                    await new ClusterServer(files, Console.Out, TimeProvider.System).RunAsync(
                        parsed.GetValue(nodes),
                        ControlPlane.Create,
                        cancellationToken
                    );
            }
        );
        return command;
    }
}

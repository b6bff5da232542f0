using System.CommandLine;

namespace Infra.Cli.Commands.Plugins;

/// <summary><c>infra plugin</c>: the provider plugins on this machine.</summary>
internal static class PluginCommand
{
    public static Command Create() =>
        new InfraCommand("plugin", "Show the installed provider plugins (docs/providers.md)") { ListPluginsCommand.Create() };
}

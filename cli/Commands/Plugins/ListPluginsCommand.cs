using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
using Infra.Cli.Terminal;
using Infra.Engine.Providers;
using Infra.Engine.Providers.Plugins;

namespace Infra.Cli.Commands.Plugins;

/// <summary><c>infra plugin ls</c>.</summary>
internal static class ListPluginsCommand
{
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "ls",
            "List the plugins in PULUMI_HOME/plugins",
            ("infra plugin ls", "List name, kind, version, size and folder of each plugin")
        )
        {
            json,
        };
        command.Aliases.Add("list");
        command.SetAction(parsed =>
        {
            var plugins = List();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(new JsonArray([.. plugins.Select(ToJson)]).ToJsonString(ConfigValueJson.Indented));
                return 0;
            }

            TextTable.Write(
                ["NAME", "KIND", "VERSION", "SIZE", "FOLDER"],
                plugins.Select(plugin => (string[])[plugin.Name, plugin.Kind, plugin.Version, DescribeSize(plugin), plugin.Directory]),
                gap: TextTable.PulumiGap
            );
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<InstalledPlugin> List()
    {
        try
        {
            return InstalledPlugins.List(InstalledPlugins.GetDirectory(Environment.GetEnvironmentVariable));
        }
        catch (ResourceProviderException error)
        {
            throw new UsageException(error.Message);
        }
    }

    private static JsonObject ToJson(InstalledPlugin plugin) =>
        new()
        {
            ["name"] = plugin.Name,
            ["kind"] = plugin.Kind,
            ["version"] = plugin.Version,
            ["size"] = GetSize(plugin),
            ["folder"] = plugin.Directory,
        };

    private static string DescribeSize(InstalledPlugin plugin) =>
        GetSize(plugin) switch
        {
            >= 1_000_000 and var size => string.Create(CultureInfo.InvariantCulture, $"{size / 1e6:0.#} MB"),
            >= 1_000 and var size => string.Create(CultureInfo.InvariantCulture, $"{size / 1e3:0.#} kB"),
            var size => $"{size} B",
        };

    // Links lead to files that are counted already, out of the folder, or in a circle.
    internal static long GetSize(InstalledPlugin plugin) =>
        new DirectoryInfo(plugin.Directory)
            .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Sum(file => file.Length);
}

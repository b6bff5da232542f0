using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config</c>: lists, reads and changes a stack's configuration in its stack file.</summary>
internal static class ConfigCommand
{
    private const string Secret = "[secret]";

    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var showSecrets = CommonOptions.ShowSecrets();
        var command = new InfraCommand(
            "config",
            "List, read and change a stack's configuration",
            ("infra config --stack dev", "List all values; secrets are hidden"),
            ("infra config get infra:cluster --stack dev", "Print one value"),
            ("infra config set --secret apiKey --stack prod", "Set a secret from standard input")
        )
        {
            stackOption,
            json,
            showSecrets,
            GetConfigCommand.Create(),
            SetConfigCommand.Create(),
            SetAllConfigCommand.Create(),
            RemoveConfigCommand.Create(),
            RemoveConfigCommand.CreateForSeveral(),
            CopyConfigCommand.Create(),
            RefreshConfigCommand.Create(),
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var configuration = workspace.Configuration(workspace.ResolveConfigured(parsed.GetValue(stackOption)));
            var shows = parsed.GetValue(showSecrets);
            if (parsed.GetValue(json))
            {
                var values = configuration.Entries.Select(entry =>
                    KeyValuePair.Create(
                        entry.Key.ToString(),
                        (JsonNode?)ConfigValueJson.ToJson(entry, shows || !entry.IsSecret ? configuration.Reveal : null)
                    )
                );
                Console.WriteLine(new JsonObject(values).ToJsonString(ConfigValueJson.Indented));
                return 0;
            }

            TextTable.Write(
                ["KEY", "VALUE"],
                configuration.Entries.Select(entry =>
                    (string[])[configuration.Shorten(entry.Key), shows ? configuration.Reveal(entry) : entry.Redact(Secret)]
                ),
                gap: TextTable.PulumiGap
            );
            return 0;
        });
        return command;
    }

    public static Option<bool> Path() =>
        new("--path") { Description = "Treat the key as a path into a structured value, e.g. infra:services.catalog.image" };
}

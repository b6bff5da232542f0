using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config get</c>.</summary>
internal static class GetConfigCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The key; the namespace defaults to the project's name" };
        var stackOption = CommonOptions.Stack();
        var path = ConfigCommand.Path();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "get",
            "Print a configuration value; secrets are decrypted",
            ("infra config get infra:services.catalog.image --path --stack dev", "Print a value inside a structured value")
        )
        {
            key,
            stackOption,
            path,
            json,
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = WorkspaceAccess.StackToRead(parsed, stackOption, workspace);
            var configuration = workspace.Configuration(stack);
            var name = parsed.GetRequiredValue(key);
            var entry = configuration.Find(name, parsed.GetValue(path))
                ?? throw new UsageException($"configuration key '{name}' not found for stack '{stack.Name}'");
            var value = configuration.Reveal(entry);
            Console.WriteLine(
                parsed.GetValue(json)
                    ? JsonSerializer.Serialize(
                        new ConfigValue(entry.Key.ToString(), value, entry.IsSecret),
                        ConfigValueJson.Default.ConfigValue
                    )
                    : value
            );
            return 0;
        });
        return command;
    }
}

/// <summary>A value in the output of <c>config get --json</c>.</summary>
internal sealed record ConfigValue(string Name, string Value, bool Secret);

[JsonSerializable(typeof(ConfigValue))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ConfigValueJson : JsonSerializerContext;

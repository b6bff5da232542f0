using System.CommandLine;

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
            var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
            var configuration = workspace.Configuration(stack);
            var name = parsed.GetRequiredValue(key);
            var entry = configuration.Find(name, parsed.GetValue(path))
                ?? throw new UsageException($"configuration key '{name}' not found for stack '{stack.Name}'");
            Console.WriteLine(
                parsed.GetValue(json)
                    ? ConfigValueJson.ToJson(entry, configuration.Reveal).ToJsonString(ConfigValueJson.Indented)
                    : configuration.Reveal(entry)
            );
            return 0;
        });
        return command;
    }
}

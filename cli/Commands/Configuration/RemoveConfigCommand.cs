using System.CommandLine;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config rm</c>.</summary>
internal static class RemoveConfigCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The key; the namespace defaults to the project's name" };
        var stackOption = CommonOptions.Stack();
        var path = ConfigCommand.Path();
        var command = new InfraCommand(
            "rm",
            "Remove a configuration value",
            ("infra config rm --path infra:services.catalog.image --stack dev", "Return to the catalogue's image")
        )
        {
            key,
            stackOption,
            path,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = await WorkspaceAccess.StackAsync(parsed, stackOption, workspace, cancellationToken);
                var name = parsed.GetRequiredValue(key);
                return await workspace.Configuration(stack).RemoveAsync(name, parsed.GetValue(path), cancellationToken)
                    ? 0
                    : throw new UsageException($"configuration key '{name}' not found for stack '{stack.Name}'");
            }
        );
        return command;
    }
}

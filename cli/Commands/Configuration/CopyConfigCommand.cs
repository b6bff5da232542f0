using System.CommandLine;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config cp</c>.</summary>
internal static class CopyConfigCommand
{
    public static Command Create()
    {
        var key = new Argument<string?>("KEY") { Description = "The key (default: all values)", Arity = ArgumentArity.ZeroOrOne };
        var stackOption = CommonOptions.Stack();
        var path = ConfigCommand.Path();
        var destination = new Option<string>("--dest", "-d")
        {
            Description = "The stack to copy to",
            HelpName = "STACK",
            Required = true,
        };
        var command = new InfraCommand(
            "cp",
            "Copy configuration to another stack; secrets are encrypted with that stack's key",
            ("infra config cp --stack dev --dest qa", "Copy all values of dev to qa")
        )
        {
            key,
            stackOption,
            path,
            destination,
        };
        command.Aliases.Add("copy");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var source = workspace.ResolveConfigured(parsed.GetValue(stackOption));
                var target = workspace.ResolveConfigured(parsed.GetValue(destination));
                if (source == target)
                {
                    throw new UsageException("current stack and destination stack are the same");
                }

                var name = parsed.GetValue(key);
                var isCopied = await workspace
                    .Configuration(source)
                    .CopyToAsync(workspace.Configuration(target), name, parsed.GetValue(path), cancellationToken);
                return isCopied || name is null
                    ? 0
                    : throw new UsageException($"configuration key '{name}' not found for stack '{source.Name}'");
            }
        );
        return command;
    }
}

using System.CommandLine;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config rm</c> and <c>infra config rm-all</c>.</summary>
internal static class RemoveConfigCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The key; the namespace defaults to the project's name" };
        var command = new InfraCommand(
            "rm",
            "Remove a configuration value",
            ("infra config rm --path infra:services.catalog.image --stack dev", "Return to the catalogue's image")
        )
        {
            key,
        };
        command.Aliases.Add("remove");
        command.Aliases.Add("delete");
        SetAction(command, parsed => [parsed.GetRequiredValue(key)]);
        return command;
    }

    public static Command CreateForSeveral()
    {
        var keys = new Argument<string[]>("KEY")
        {
            Description = "The keys; the namespace defaults to the project's name",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new InfraCommand(
            "rm-all",
            "Remove several configuration values",
            ("infra config rm-all --path infra:services.catalog.image infra:cluster --stack dev", "Remove two values")
        )
        {
            keys,
        };
        command.Aliases.Add("remove-all");
        command.Aliases.Add("delete-all");
        SetAction(command, parsed => parsed.GetRequiredValue(keys));
        return command;
    }

    private static void SetAction(Command command, Func<ParseResult, string[]> getKeys)
    {
        var stackOption = CommonOptions.Stack();
        var path = ConfigCommand.Path();
        command.Add(stackOption);
        command.Add(path);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
                foreach (var key in getKeys(parsed))
                {
                    if (!await workspace.Configuration(stack).RemoveAsync(key, parsed.GetValue(path), cancellationToken))
                    {
                        throw new UsageException($"configuration key '{key}' not found for stack '{stack.Name}'");
                    }
                }

                return 0;
            }
        );
    }
}

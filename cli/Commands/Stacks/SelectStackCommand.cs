using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Operations;
using Spectre.Console;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack select</c>.</summary>
internal static class SelectStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("STACK") { Description = "The stack to select", Arity = ArgumentArity.ZeroOrOne };
        var option = CommonOptions.Stack();
        var create = new Option<bool>("--create", "-c") { Description = "Create the stack if it does not exist" };
        var command = new InfraCommand(
            "select",
            "Select the stack for commands without --stack",
            ("infra stack select dev", "Make dev the default stack")
        )
        {
            name,
            option,
            create,
            CommonOptions.SecretsProvider(),
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var selected = StackArgument.Require(parsed, name, option) ?? Choose(parsed, workspace);
                if (parsed.GetValue(create) && !workspace.StackNames().Contains(selected))
                {
                    await workspace.CreateStackAsync(selected, cancellationToken);
                    Console.Error.WriteLine($"Created stack '{selected}'");
                }

                workspace.Selection.Select(workspace.ResolveConfigured(selected).Name);
                return 0;
            }
        );
        return command;
    }

    private static string Choose(ParseResult parsed, Workspace workspace)
    {
        var names = workspace.StackNames();
        return names.Count > 0 && Confirmation.CanAsk(parsed)
            ? AnsiConsole.Prompt(new SelectionPrompt<string>().Title("Please choose a stack:").AddChoices(names))
            : throw new UsageException("no stack selected; please use `infra stack select` or `infra stack init` to choose one");
    }
}

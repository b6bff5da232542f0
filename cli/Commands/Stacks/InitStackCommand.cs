using System.CommandLine;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack init</c>.</summary>
internal static class InitStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The new stack's name", Arity = ArgumentArity.ZeroOrOne };
        var option = CommonOptions.Stack();
        var noSelect = new Option<bool>("--no-select") { Description = "Do not select the stack" };
        var source = new Option<string?>("--copy-config-from") { Description = "Copy the configuration of this stack", HelpName = "STACK" };
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            "init",
            "Create an empty stack and select it",
            ("infra stack init qa", "Create the stack qa"),
            ("infra stack init qa --copy-config-from dev --no-select", "Create qa with the configuration of dev")
        )
        {
            name,
            option,
            noSelect,
            source,
            CommonOptions.SecretsProvider(),
            yes,
        };
        command.Aliases.Add("new");
        command.Aliases.Add("create");
        command.Aliases.Add("setup");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                StackName? copied = parsed.GetValue(source) is { } from ? workspace.ResolveConfigured(from) : null;
                var stack = await workspace.CreateStackAsync(
                    StackArgument.Require(parsed, name, option) ?? throw new UsageException("missing stack name: `infra stack init NAME`"),
                    cancellationToken
                );
                Console.Error.WriteLine($"Created stack '{stack.Name}'");
                if (copied is { } original)
                {
                    await workspace
                        .Configuration(original)
                        .CopyToAsync(workspace.Configuration(stack), cancellationToken: cancellationToken);
                }

                if (!parsed.GetValue(noSelect))
                {
                    workspace.Selection.Select(stack.Name);
                }

                return 0;
            }
        );
        return command;
    }
}

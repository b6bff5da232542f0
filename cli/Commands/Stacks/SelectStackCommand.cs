using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack select</c>.</summary>
internal static class SelectStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The stack to select", Arity = ArgumentArity.ZeroOrOne };
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
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var selected = parsed.GetValue(name)
                    ?? parsed.GetValue(option)
                    ?? throw new UsageException("missing stack name: `infra stack select NAME`");
                if (parsed.GetValue(create) && !workspace.Backend.List(workspace.Project.Name).Any(stack => stack.Name == selected))
                {
                    await workspace.CreateStackAsync(selected, cancellationToken);
                }

                workspace.Selection.Select((await workspace.ResolveOrCreateAsync(selected, cancellationToken)).Name);
                return 0;
            }
        );
        return command;
    }
}

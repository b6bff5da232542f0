using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack select</c>.</summary>
internal static class SelectStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The stack to select", Arity = ArgumentArity.ZeroOrOne };
        var option = CommonOptions.Stack();
        var make = new Option<bool>("--create", "-c") { Description = "Make the stack if there is none of that name" };
        var command = new InfraCommand("select", "Choose the stack that commands without --stack work on", ("infra stack select dev", "Work on the stack dev from now on"))
        { name, option, make };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var wanted = parsed.GetValue(name) ?? parsed.GetValue(option) ?? throw new UsageException("missing stack name: `infra stack select NAME`");
            if (parsed.GetValue(make) && !workspace.Backend.List(workspace.Project.Name).Any(stack => stack.Name == wanted))
            {
                await workspace.CreateStackAsync(wanted, cancellationToken);
            }

            workspace.Selection.Select((await workspace.ResolveOrCreateAsync(wanted, cancellationToken)).Name);
            return 0;
        });
        return command;
    }
}

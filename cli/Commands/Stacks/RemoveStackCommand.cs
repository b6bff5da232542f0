using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack rm</c>.</summary>
internal static class RemoveStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The stack to remove", Arity = ArgumentArity.ZeroOrOne };
        var option = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var force = new Option<bool>("--force", "-f") { Description = "Remove the stack even if it has resources; these are not deleted" };
        var command = new InfraCommand(
            "rm",
            "Remove a stack's state and history",
            ("infra stack rm qa --yes", "Remove the stack qa without asking")
        )
        {
            name,
            option,
            yes,
            force,
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = workspace.Resolve(parsed.GetValue(name) ?? parsed.GetValue(option));
            Confirmation.Require(parsed, yes, $"Remove the stack '{stack.Name}'?");
            StackRemoval.Remove(workspace, stack, parsed.GetValue(force));
            Console.WriteLine($"Stack '{stack.Name}' has been removed");
            return 0;
        });
        return command;
    }
}

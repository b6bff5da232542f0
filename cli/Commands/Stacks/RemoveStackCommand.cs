using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack rm</c>.</summary>
internal static class RemoveStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("STACK") { Description = "The stack to remove", Arity = ArgumentArity.ZeroOrOne };
        var option = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var force = new Option<bool>("--force", "-f") { Description = "Remove the stack even if it has resources; these are not deleted" };
        var preserve = new Option<bool>("--preserve-config") { Description = "Keep the stack file" };
        var removeBackups = new Option<bool>("--remove-backups") { Description = "Remove the backups of the state, too" };
        var command = new InfraCommand(
            "rm",
            "Remove a stack: its state, its history and its stack file",
            ("infra stack rm qa --yes", "Remove the stack qa without asking")
        )
        {
            name,
            option,
            yes,
            force,
            preserve,
            removeBackups,
        };
        command.Aliases.Add("remove");
        command.Aliases.Add("delete");
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = workspace.Resolve(StackArgument.Require(parsed, name, option));
            Confirmation.Require(parsed, yes, $"This will permanently remove the '{stack.Name}' stack!");
            workspace.Backend.Remove(stack, parsed.GetValue(force), parsed.GetValue(removeBackups));
            if (!parsed.GetValue(preserve))
            {
                File.Delete(workspace.Project.StackFile(stack.Name));
            }

            if (workspace.Selection.Selected == stack.Name)
            {
                workspace.Selection.Select(null);
            }

            Console.WriteLine($"Stack '{stack.Name}' has been removed!");
            return 0;
        });
        return command;
    }
}

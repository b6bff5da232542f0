using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            "cancel",
            "Remove the stack's lock, if the update that created it is no longer running",
            ("infra cancel --stack dev --yes", "Unlock the stack dev without asking")
        )
        {
            stackOption,
            yes,
        };
        command.SetAction(parsed =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = workspace.Resolve(parsed.GetValue(stackOption));
            Confirmation.Require(
                parsed,
                yes,
                $"Remove the lock of the stack '{stack.Name}'? A running update would no longer be protected from others."
            );
            var removed = workspace.Backend.Cancel(stack);
            Console.WriteLine(
                removed == 0 ? $"The stack '{stack.Name}' was not locked" : $"The lock of the stack '{stack.Name}' has been removed"
            );
            return 0;
        });
        return command;
    }
}

using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack unselect</c>.</summary>
internal static class UnselectStackCommand
{
    public static Command Create()
    {
        var command = new InfraCommand("unselect", "Select no stack", ("infra stack unselect", "Make every command need --stack again"));
        command.SetAction(parsed =>
        {
            var selection = WorkspaceAccess.Open(parsed).Selection;
            if (selection.Selected is not null)
            {
                selection.Select(null);
                Console.Error.WriteLine("Stack was unselected");
            }

            return 0;
        });
        return command;
    }
}

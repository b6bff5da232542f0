using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack rename</c>.</summary>
internal static class RenameStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The new name; with another project, organization/PROJECT/NAME" };
        var stackOption = CommonOptions.Stack();
        var command = new InfraCommand(
            "rename",
            "Rename a stack, its stack file and its history",
            ("infra stack rename staging --stack qa", "Rename the stack qa to staging")
        )
        {
            name,
            stackOption,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var renamed = await workspace.RenameStackAsync(stack, parsed.GetRequiredValue(name), cancellationToken);
                workspace.Selection.Select(renamed.Name);
                var shown = renamed.Project == stack.Project ? renamed.Name : renamed.Full;
                Console.WriteLine($"Renamed {stack.Name} to {shown}");
                return 0;
            }
        );
        return command;
    }
}

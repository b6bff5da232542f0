using System.CommandLine;
using Infra.Engine.State;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state upgrade</c>: refuses stacks of an older layout by name.</summary>
internal static class UpgradeStateCommand
{
    public static Command Create()
    {
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            "upgrade",
            "Check that the backend has the present layout; older ones are not upgraded",
            ("infra state upgrade --yes", "Look for stacks of an older layout")
        )
        {
            yes,
        };
        command.SetAction(parsed =>
        {
            if (LegacyStacks.Find(WorkspaceAccess.Open(parsed).Backend) is [var first, ..] files)
            {
                throw new UsageException(
                    $"{first}: {(files.Count == 1 ? "this stack has" : $"this stack and {files.Count - 1} more have")} the layout from before stacks "
                        + "belonged to projects, which infra does not read: upgrade the backend with Pulumi's own command of this name"
                );
            }

            Console.WriteLine("Nothing to do");
            return 0;
        });
        return command;
    }
}

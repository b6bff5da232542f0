using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack</c>: manages a project's stacks.</summary>
internal static class StackCommand
{
    public static Command Create() =>
        new InfraCommand("stack", "Manage stacks")
        {
            ListStacksCommand.Create(),
            InitStackCommand.Create(),
            SelectStackCommand.Create(),
            RemoveStackCommand.Create(),
            StackOutputCommand.Create(),
            ExportStackCommand.Create(),
            ImportStackCommand.Create(),
        };
}

using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack</c>: the stacks of a project.</summary>
internal static class StackCommand
{
    public static Command Create() => new InfraCommand("stack", "List, make, select and look at stacks")
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

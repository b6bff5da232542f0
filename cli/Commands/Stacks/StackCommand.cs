using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack</c>: shows a stack and manages those of the project.</summary>
internal static class StackCommand
{
    public static Command Create()
    {
        var command = new InfraCommand(
            "stack",
            "Show a stack, and manage stacks",
            ("infra stack --stack dev --show-urns", "Show the resources of the stack dev with their URNs")
        )
        {
            ListStacksCommand.Create(),
            InitStackCommand.Create(),
            SelectStackCommand.Create(),
            UnselectStackCommand.Create(),
            RenameStackCommand.Create(),
            RemoveStackCommand.Create(),
            StackOutputCommand.Create(),
            StackHistoryCommand.Create(),
            StackGraphCommand.Create(),
            StackTagCommand.Create(),
            ExportStackCommand.Create(),
            ImportStackCommand.Create(),
            ChangeSecretsProviderCommand.Create(),
        };
        new ShowStackAction().AddTo(command);
        return command;
    }
}

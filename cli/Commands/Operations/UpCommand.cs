using System.CommandLine;
using Infra.Cli.Display;
using Infra.Engine.Events;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra up</c>.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var options = new OperationOptionSet();
        var command = new InfraCommand(
            "up",
            "Create, update and delete resources until the stack matches its program",
            ("infra up --stack dev", "Show what would change in the stack dev, ask, then change it"),
            ("infra up --stack prod --yes", "Update the stack prod without asking"),
            ("infra up --stack dev --yes --expect-no-changes", "Exit with 7 if the update changes anything")
        );
        options.AddForChangeTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var change = new StackChange(parsed, options, "Do you want to perform this update?");
                return await change.RunAsync(
                    OperationKind.PreviewUpdate,
                    OperationKind.Update,
                    (operations, how, approve, show) => operations.UpAsync(how, approve, show),
                    cancellationToken
                );
            }
        );
        return command;
    }
}

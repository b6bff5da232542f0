using System.CommandLine;
using Infra.Cli.Display;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra destroy</c>.</summary>
internal static class DestroyCommand
{
    public static Command Create()
    {
        var options = new OperationOptionSet();
        var command = new InfraCommand(
            "destroy",
            "Delete all resources of a stack; its configuration and history are kept",
            ("infra destroy --stack dev --yes", "Delete the resources of the stack dev without asking")
        );
        options.AddForChangeTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var change = new StackChange(parsed, options, "Do you want to destroy everything listed above?");
                return await change.RunAsync(
                    OperationKind.PreviewDestroy,
                    OperationKind.Destroy,
                    (operations, how, approve, show) => operations.DestroyAsync(how, approve, show),
                    cancellationToken
                );
            }
        );
        return command;
    }
}

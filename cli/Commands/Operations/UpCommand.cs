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
            "up", "Bring a stack into the state its program describes: plan, ask, then create, update and delete",
            ("infra up --stack dev", "Update the stack dev, asking first"),
            ("infra up --stack prod --yes", "Update the stack prod without asking"),
            ("infra up --stack dev --yes --expect-no-changes", "Fail with 7 where anything has drifted from the program"));
        options.AddForChangeTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var change = new StackChange(parsed, options, "Do you want to perform this update?");
            var (outcome, clusters) = await change.RunAsync(
                OperationKind.PreviewUpdate, OperationKind.Update, (operations, how, approve, show) => operations.UpAsync(how, approve, show), cancellationToken);
            if (outcome is { Result: OperationResult.Succeeded, WasApproved: true } && !parsed.GetValue(options.Json))
            {
                StackCluster.Introduce(clusters, Console.Out);
            }

            return OperationResults.ExitCodeOf(outcome, parsed, options);
        });
        return command;
    }
}

using System.CommandLine;
using Infra.Cli.Display;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra preview</c>.</summary>
internal static class PreviewCommand
{
    public static Command Create()
    {
        var options = new OperationOptionSet();
        var command = new InfraCommand(
            "preview",
            "Show what an update would change, without changing anything",
            ("infra preview --stack dev", "Show the plan for the stack dev"),
            ("infra preview --stack prod --diff", "Show every property that would change"),
            ("infra preview --stack prod --json", "Write the plan as JSON")
        );
        options.AddForPreviewTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var clusters = StackClusters.Open(parsed);
                var workspace = clusters.Workspace;
                var stack = workspace.ResolveConfigured(parsed.GetValue(options.Stack));
                await using var display = DisplayFactory.Create(parsed, options, OperationKind.PreviewUpdate, stack.Name);
                clusters.Note = display.Note;
                var operations = workspace.Operations(stack);
                var outcome = await operations.PreviewAsync(options.Read(parsed, cancellationToken), display.Show);
                var failure = await OperationResults.ForFailureAsync(outcome.Result, operations, cancellationToken);
                return OperationResults.ExitCodeFor(outcome, failure, parsed, options);
            }
        );
        return command;
    }
}

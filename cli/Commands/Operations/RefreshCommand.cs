using System.CommandLine;
using Infra.Cli.Display;
using Infra.Engine.Errors;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra refresh</c>.</summary>
internal static class RefreshCommand
{
    public static Command Create()
    {
        var options = new OperationOptionSet();
        var pending = new PendingCreationOptions();
        var previewOnly = new Option<bool>("--preview-only") { Description = "Only show what the refresh would change in the state" };
        var command = new InfraCommand(
            "refresh",
            "Compare the cluster with the state of a stack and take the differences into the state",
            ("infra refresh --stack dev", "Show what differs from the state of the stack dev, ask, then take it in"),
            (
                "infra refresh --stack prod --preview-only --expect-no-changes",
                "Exit with 7 if anything differs, without changing the state"
            ),
            ("infra up --stack dev --refresh", "Set back what was changed in the cluster")
        );
        options.AddForRefreshTo(command);
        pending.AddTo(command);
        command.Add(previewOnly);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var dropped = pending.Read(parsed);
                if (parsed.GetValue(previewOnly))
                {
                    return await PreviewAsync(parsed, options, cancellationToken);
                }

                var change = new StackChange(
                    parsed,
                    options,
                    "Do you want to perform this refresh? It changes the state of the stack, but no object."
                );
                return await change.RunAsync(
                    OperationKind.PreviewRefresh,
                    OperationKind.Refresh,
                    (operations, how, approve, show) => operations.RefreshAsync(how with { DroppedCreations = dropped }, approve, show),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> PreviewAsync(ParseResult parsed, OperationOptionSet options, CancellationToken cancellationToken)
    {
        var clusters = StackClusters.Open(parsed);
        var stack = await WorkspaceAccess.StackAsync(parsed, options.Stack, clusters.Workspace, cancellationToken);
        await options.ConfigureAsync(parsed, clusters.Workspace, stack, cancellationToken);
        await using var display = DisplayFactory.Create(parsed, options, OperationKind.PreviewRefresh, stack.Name);
        clusters.Note = display.Note;
        var outcome = await clusters.Workspace.Operations(stack).PreviewRefreshAsync(options.Read(parsed, cancellationToken), display.Show);
        return OperationResults.ExitCodeFor(outcome, ExitCode.Error, parsed, options);
    }
}

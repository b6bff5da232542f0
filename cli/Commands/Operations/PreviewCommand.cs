using System.CommandLine;
using Infra.Cli.Display;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra preview</c>.</summary>
internal static class PreviewCommand
{
    public const string Name = "preview";

    public static Command Create()
    {
        var options = new OperationOptionSet();
        var plans = new PlanOptionSet();
        var command = new InfraCommand(
            Name,
            "Show what an update would change, without changing anything",
            ("infra preview --stack dev", "Show the plan for the stack dev"),
            ("infra preview --stack prod --diff", "Show every property that would change"),
            ("infra preview --stack prod --json", "Write the plan as JSON"),
            ("infra preview --stack prod --save-plan plan.json", "Save the plan, which `infra up --plan plan.json` carries out"),
            ("infra preview --stack prod --base origin/main", "Show what a pull request changes, without state, cluster and passphrase")
        );
        command.Aliases.Add("pre");
        options.AddForPreviewTo(command);
        plans.AddForPreviewTo(command);
        command.Add(options.Message);
        command.Add(CommonOptions.BaseRevision);
        command.Validators.Add(result =>
        {
            if (result.GetResult(CommonOptions.BaseRevision) is not { Implicit: false })
            {
                return;
            }

            if (plans.SavesPlan(result))
            {
                result.AddError("--base and --save-plan exclude each other: a plan is one of changes of the state.");
            }

            if (options.Refresh.IsRequested(result))
            {
                result.AddError("--base and --refresh exclude each other: the cluster is not read.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(CommonOptions.BaseRevision) is { } revision)
                {
                    return await PreviewAgainstAsync(parsed, options, revision, cancellationToken);
                }

                var clusters = StackClusters.Open(parsed);
                var workspace = clusters.Workspace;
                var stack = workspace.ResolveConfigured(parsed.GetValue(options.Stack));
                await options.ConfigureAsync(parsed, workspace, stack, cancellationToken);
                var operations = workspace.Operations(stack);
                OperationOutcome outcome;
                await using (var display = DisplayFactory.Create(parsed, options, OperationKind.PreviewUpdate, stack.Name))
                {
                    clusters.Note = display.Note;
                    var how = plans.Complete(options.Read(parsed, cancellationToken), parsed);
                    outcome = await operations.PreviewAsync(how, display.Show);
                }

                DescribePlan(outcome, plans.FileToSave(parsed));
                var failure = await OperationResults.ForFailureAsync(outcome.Result, operations, cancellationToken);
                return OperationResults.ExitCodeFor(outcome, failure, parsed, options);
            }
        );
        return command;
    }

    private static async Task<int> PreviewAgainstAsync(
        ParseResult parsed,
        OperationOptionSet options,
        string revision,
        CancellationToken cancellationToken
    )
    {
        var workspace = WorkspaceAccess.Open(parsed);
        var stack = workspace.ResolveConfigured(parsed.GetValue(options.Stack));
        await options.ConfigureAsync(parsed, workspace, stack, cancellationToken);
        var operations = workspace.Operations(stack);
        using var checkout = await RevisionCheckout.CreateAsync(workspace.Project.RootDirectory, revision, cancellationToken);
        OperationOutcome outcome;
        await using (var display = DisplayFactory.Create(parsed, options, OperationKind.PreviewUpdate, stack.Name))
        {
            outcome = await operations.PreviewAgainstAsync(
                WorkspaceAccess.OpenAt(parsed, checkout.ProjectDirectory),
                options.Read(parsed, cancellationToken),
                display.Show
            );
        }

        var failure = await OperationResults.ForFailureAsync(outcome.Result, operations, cancellationToken);
        return OperationResults.ExitCodeFor(outcome, failure, parsed, options);
    }

    private static void DescribePlan(OperationOutcome outcome, string? file)
    {
        if (file is not null)
        {
            Console.Error.WriteLine(
                outcome.PlanExpires is { } expires
                    ? $"Saved the plan to {file}: carry it out with `infra up --plan {file}` before {expires.UtcDateTime:u}"
                    : $"No plan was saved to {file}, because the preview failed"
            );
        }
    }
}

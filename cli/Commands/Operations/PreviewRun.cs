using System.CommandLine;
using Infra.Cli.Display;
using Infra.Cli.Reports;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>Previews an update, shows it and writes its reports.</summary>
internal sealed class PreviewRun(ParseResult parsed, OperationOptionSet options, PlanOptionSet plans, ReportOptionSet reports)
{
    /// <summary>Compares the program with the state.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> OfStateAsync(CancellationToken cancellationToken)
    {
        var clusters = StackClusters.Open(parsed);
        return await ShowAsync(
            clusters.Workspace,
            revision: null,
            (operations, display) =>
            {
                clusters.Note = display.Note;
                return operations.PreviewAsync(plans.Complete(options.Read(parsed, cancellationToken), parsed), display.Show);
            },
            cancellationToken
        );
    }

    /// <summary>Compares the program with that of a revision.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> AgainstAsync(string revision, CancellationToken cancellationToken)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        return await ShowAsync(
            workspace,
            revision,
            async (operations, display) =>
            {
                using var checkout = await RevisionCheckout.CreateAsync(workspace.Project.RootDirectory, revision, cancellationToken);
                return await operations.PreviewAgainstAsync(
                    checkout.ProjectDirectory,
                    options.Read(parsed, cancellationToken),
                    display.Show
                );
            },
            cancellationToken
        );
    }

    private async Task<int> ShowAsync(
        Workspace workspace,
        string? revision,
        Func<StackOperations, IDisplay, Task<OperationOutcome>> preview,
        CancellationToken cancellationToken
    )
    {
        var stack = workspace.ResolveConfigured(parsed.GetValue(options.Stack));
        var rehearsals = reports.ReadRehearsals(parsed);
        await options.ConfigureAsync(parsed, workspace, stack, cancellationToken);
        var operations = workspace.Operations(stack);
        var findings = new PreviewFindings(TimeProvider.System);
        OperationOutcome outcome;
        await using (var shown = CreateDisplay(stack))
        {
            outcome = await preview(operations, new ReportDisplay(shown, findings));
        }

        DescribePlan(outcome, plans.FileToSave(parsed));
        await reports.WriteAsync(parsed, workspace, stack, revision, new PreviewResult(findings, rehearsals), cancellationToken);
        var failure = await OperationResults.ForFailureAsync(outcome.Result, operations, cancellationToken);
        return OperationResults.ExitCodeFor(outcome, failure, parsed, options);
    }

    private IDisplay CreateDisplay(StackName stack) =>
        reports.TakesStandardOutput(parsed)
            ? DisplayFactory.Record(parsed, options, new RenderDisplay(parsed, "Previewing"))
            : DisplayFactory.Create(parsed, options, OperationKind.PreviewUpdate, stack.Name);

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

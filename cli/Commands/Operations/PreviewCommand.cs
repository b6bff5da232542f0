using System.CommandLine;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra preview</c>.</summary>
internal static class PreviewCommand
{
    public const string Name = "preview";

    public static Command Create()
    {
        var options = new OperationOptionSet();
        var plans = new PlanOptionSet();
        var reports = new ReportOptionSet();
        var command = new InfraCommand(
            Name,
            "Show what an update would change, without changing anything",
            ("infra preview --stack dev", "Show the plan for the stack dev"),
            ("infra preview --stack prod --diff", "Show every property that would change"),
            ("infra preview --stack prod --json", "Write the plan as JSON"),
            ("infra preview --stack prod --format markdown --out comment.md", "Write a report for a comment on a pull request, too"),
            ("infra preview --stack prod --save-plan plan.json", "Save the plan, which `infra up --plan plan.json` carries out"),
            ("infra preview --stack prod --base origin/main", "Show what a pull request changes, without state, cluster and passphrase")
        );
        command.Aliases.Add("pre");
        options.AddForPreviewTo(command);
        plans.AddForPreviewTo(command);
        reports.AddTo(command, options.Json);
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
                var run = new PreviewRun(parsed, options, plans, reports);
                return parsed.GetValue(CommonOptions.BaseRevision) is { } revision
                    ? await run.AgainstAsync(revision, cancellationToken)
                    : await run.OfStateAsync(cancellationToken);
            }
        );
        return command;
    }
}

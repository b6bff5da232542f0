using System.CommandLine;
using Infra.Cli.Comments;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Ci;

/// <summary><c>infra ci issue</c>.</summary>
internal static class IssueCommand
{
    public static Command Create()
    {
        var label = new Option<string>("--label")
        {
            Description = "The label of the issue, e.g. drift:prod",
            HelpName = "TEXT",
            Required = true,
        };
        var title = new Option<string?>("--title") { Description = "The title of a new issue", HelpName = "TEXT" };
        var close = new Option<bool>("--close") { Description = "Close the issue if it is open" };
        var options = new CommentOptionSet();
        var command = new InfraCommand(
            "issue",
            "Open one issue for a report, update it, or close it, on GitHub or GitLab",
            ("infra ci issue --label drift:prod --title Drift --file drift.md", "Open the issue, or update the one that is open"),
            ("infra ci issue --label drift:prod --close", "Close it if it is open")
        )
        {
            label,
            title,
            close,
        };
        options.AddForIssueTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var isClosing = parsed.GetValue(close);
                if (!isClosing && string.IsNullOrWhiteSpace(parsed.GetValue(title)))
                {
                    throw new UsageException("--title is missing: an issue needs one, and --close closes it", ExitCode.Configuration);
                }

                var text = isClosing ? null : await options.ReadTextAsync(parsed, cancellationToken);
                if (options.FindTarget(parsed, Environment.GetEnvironmentVariable, out var missing, isForIssue: true) is not { } target)
                {
                    Console.WriteLine($"No token ({missing}): no issue was changed");
                    return 0;
                }

                if (target.System == CommentSystem.Azure)
                {
                    throw new UsageException(
                        "Azure DevOps has work items, whose kinds and fields each project defines: create one in the job instead",
                        ExitCode.Configuration
                    );
                }

                using var api = CommentApi.Open(target, options.CreateBudget(parsed));
                var tracker = new IssueTracker(api, target);
                var name = parsed.GetRequiredValue(label);
                var result = text is null
                    ? await tracker.CloseAsync(name, cancellationToken)
                    : await tracker.OpenAsync(name, parsed.GetValue(title)!, text, cancellationToken);
                Console.WriteLine($"{Describe(result)} with the label {name} in {target.Repository}");
                return 0;
            }
        );
        return command;
    }

    private static string Describe(IssueResult result) =>
        result switch
        {
            IssueResult.Opened => "Opened an issue",
            IssueResult.Updated => "Updated the issue",
            IssueResult.Unchanged => "The issue is up to date",
            IssueResult.Closed => "Closed the issue",
            _ => "No issue is open",
        };
}

using System.CommandLine;
using Infra.Cli.Comments;
using Infra.Cli.Reports;

namespace Infra.Cli.Commands.Ci;

/// <summary><c>infra ci comment</c>.</summary>
internal static class CommentCommand
{
    private const string DefaultFile = "infra-comment.md";

    public static Command Create()
    {
        var options = new CommentOptionSet();
        var command = new InfraCommand(
            "comment",
            "Post a report on the pull request of the job, or update the one that is there",
            ("infra ci comment --file comment.md", "Post or update the comment on the pull request of this job"),
            ("infra ci comment --file staging.md --file prod.md", "Post one comment of two reports"),
            ("infra preview --stack prod --format markdown | infra ci comment", "Preview the stack prod and comment on the pull request"),
            (
                "infra ci comment --file comment.md --system github --repository shop/infra --pull-request 12",
                "Comment on another pull request"
            )
        );
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var text = await options.ReadTextAsync(parsed, cancellationToken);
                if (options.FindTarget(parsed, Environment.GetEnvironmentVariable, out var missing) is not { } target)
                {
                    var path = options.KeepText(parsed, text, DefaultFile);
                    Console.WriteLine($"No token ({missing}): the comment was not posted; it is in {path}");
                    return 0;
                }

                var budget = options.CreateBudget(parsed);
                using var api = CommentApi.Open(target, budget);
                var result = await new CommentPublisher(CommentHost.Create(api, target), budget).PublishAsync(
                    text,
                    mayCreate: !options.OnlyUpdates(parsed),
                    cancellationToken,
                    options.FindHead(parsed)
                );
                Console.WriteLine($"{Describe(result)} pull request {target.PullRequest} of {target.Repository}");
                return 0;
            }
        );
        return command;
    }

    private static string Describe(CommentResult result) =>
        result switch
        {
            CommentResult.Created => "Commented on",
            CommentResult.Updated => "Updated the comment on",
            CommentResult.Unchanged => "The comment is up to date on",
            _ => "There is no comment to update, and none was created, on",
        };
}

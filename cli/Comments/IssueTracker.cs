using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Cli.Comments;

/// <summary>What became of an issue.</summary>
internal enum IssueResult
{
    Opened,
    Updated,

    /// <summary>It has this text already.</summary>
    Unchanged,

    Closed,

    /// <summary>None is open.</summary>
    NoneOpen,
}

/// <summary>The one open issue that has a label and a marker in its first line, on GitHub or GitLab.</summary>
internal sealed class IssueTracker(CommentApi api, CommentTarget target)
{
    /// <summary>More open issues of one label are a mistake.</summary>
    private const int PageSize = 100;

    private bool IsGitlab => target.System == CommentSystem.GitLab;

    private string Issues => IsGitlab ? $"projects/{target.EscapedRepository}/issues" : $"repos/{target.EscapedRepository}/issues";

    private string BodyMember => IsGitlab ? "description" : "body";

    /// <summary>Opens the issue, or updates the one that is open.</summary>
    /// <exception cref="UsageException">The host refuses it.</exception>
    public Task<IssueResult> OpenAsync(string label, string title, CommentText text, CancellationToken cancellationToken) =>
        ExplainAsync(async () =>
        {
            if (await FindAsync(label, cancellationToken) is not { } issue)
            {
                await api.SendAsync(
                    HttpMethod.Post,
                    api.At(Issues),
                    new JsonObject
                    {
                        ["title"] = title,
                        [BodyMember] = text.Body,
                        ["labels"] = IsGitlab ? label : new JsonArray(label),
                    },
                    cancellationToken
                );
                return IssueResult.Opened;
            }

            if (text.IsStoredAs(issue.Body))
            {
                return IssueResult.Unchanged;
            }

            await ChangeAsync(issue, new JsonObject { [BodyMember] = text.Body }, cancellationToken);
            return IssueResult.Updated;
        });

    /// <summary>Closes the issue if one is open.</summary>
    /// <exception cref="UsageException">The host refuses it.</exception>
    public Task<IssueResult> CloseAsync(string label, CancellationToken cancellationToken) =>
        ExplainAsync(async () =>
        {
            if (await FindAsync(label, cancellationToken) is not { } issue)
            {
                return IssueResult.NoneOpen;
            }

            await ChangeAsync(
                issue,
                IsGitlab ? new JsonObject { ["state_event"] = "close" } : new JsonObject { ["state"] = "closed" },
                cancellationToken
            );
            return IssueResult.Closed;
        });

    private async Task<PostedComment?> FindAsync(string label, CancellationToken cancellationToken)
    {
        var state = IsGitlab ? "opened" : "open";
        var answer = await api.SendAsync(
            HttpMethod.Get,
            api.At($"{Issues}?state={state}&labels={Uri.EscapeDataString(label)}&per_page={PageSize}"),
            content: null,
            cancellationToken
        );

        // GitHub lists pull requests as issues.
        return answer
            .Items()
            .Where(issue => issue["pull_request"] is null)
            .Select(issue => new PostedComment(issue[IsGitlab ? "iid" : "number"]?.ToString() ?? "", issue[BodyMember]?.ToString() ?? ""))
            .FirstOrDefault(issue => issue.Id.Length > 0 && CommentText.FindMarker(issue.Body) is not null);
    }

    private Task<ApiAnswer> ChangeAsync(PostedComment issue, JsonObject change, CancellationToken cancellationToken) =>
        api.SendAsync(IsGitlab ? HttpMethod.Put : HttpMethod.Patch, api.At($"{Issues}/{issue.Id}"), change, cancellationToken);

    private async Task<IssueResult> ExplainAsync(Func<Task<IssueResult>> change)
    {
        try
        {
            return await change();
        }
        catch (CommentRefusedException error)
        {
            throw new UsageException(
                $"the issue of {target.Repository} was not changed: {error.Message}: the token of {target.TokenSource} needs "
                    + (IsGitlab ? "the scope api and the role Reporter" : "`permissions: { issues: write }`")
            );
        }
        catch (CommentUncertainException error)
        {
            throw new UsageException($"it is not known whether the issue was changed: {error.Message}: run the command again");
        }
    }
}

using System.Net;

namespace Infra.Cli.Comments;

/// <summary>A comment on a pull request.</summary>
/// <param name="Id">What its host calls it.</param>
/// <param name="Body">Its text.</param>
internal sealed record PostedComment(string Id, string Body);

/// <summary>The comments of one pull request on a host.</summary>
internal abstract class CommentHost(CommentApi api, CommentTarget target)
{
    /// <summary>No pull request that people read has more pages of comments.</summary>
    private const int MaximumPages = 200;

    /// <summary>The most characters of a comment.</summary>
    public abstract int MaximumLength { get; }

    protected CommentApi Api { get; } = api;

    protected CommentTarget Target { get; } = target;

    public static CommentHost Create(CommentApi api, CommentTarget target) =>
        target.System switch
        {
            CommentSystem.GitHub => new GithubComments(api, target),
            CommentSystem.GitLab => new GitlabComments(api, target),
            CommentSystem.Azure => new AzureComments(api, target),
            _ => throw new ArgumentOutOfRangeException(nameof(target), target.System, null),
        };

    /// <summary>Finds the first comment with a marker.</summary>
    public async Task<PostedComment?> FindAsync(string marker, CancellationToken cancellationToken)
    {
        var next = FirstPage();
        for (var page = 0; next is not null && page < MaximumPages; page++)
        {
            var answer = await Api.SendAsync(HttpMethod.Get, next, content: null, cancellationToken);
            if (ReadPage(answer).FirstOrDefault(comment => CommentText.FindMarker(comment.Body) == marker) is { } found)
            {
                return found;
            }

            next = FindNext(answer);
        }

        return null;
    }

    /// <summary>The hash of the commit that the pull request has now; null where the answer has none.</summary>
    public abstract Task<string?> FindHeadAsync(CancellationToken cancellationToken);

    /// <summary>Posts a comment.</summary>
    public abstract Task CreateAsync(string body, CancellationToken cancellationToken);

    /// <summary>Replaces the text of a comment.</summary>
    public abstract Task UpdateAsync(PostedComment comment, string body, CancellationToken cancellationToken);

    /// <summary>What to do about a refusal.</summary>
    public string Explain(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Unauthorized => $"the token is not valid or has expired: check {Target.TokenSource}",
            HttpStatusCode.Forbidden => $"the token may not comment: {MissingRight}",
            HttpStatusCode.NotFound =>
                $"there is no pull request {Target.PullRequest} in {Target.Repository}, or the token may not see it: check --repository and --pull-request; {MissingRight}",
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest =>
                "the text was refused: write a shorter one with `infra preview --max-bytes`",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                "the address has moved: give the present one with --api-url or --repository",
            _ => "try again later",
        };

    /// <summary>The right that a token needs.</summary>
    protected abstract string MissingRight { get; }

    protected abstract Uri FirstPage();

    protected abstract IEnumerable<PostedComment> ReadPage(ApiAnswer answer);

    protected abstract Uri? FindNext(ApiAnswer answer);
}

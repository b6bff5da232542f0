using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Infra.Cli.Comments;

/// <summary>The comments of a pull request on GitHub.</summary>
internal sealed partial class GithubComments(CommentApi api, CommentTarget target) : CommentHost(api, target)
{
    /// <summary>People who may not write to the repository: a comment of theirs with our marker is no comment of ours.</summary>
    private static readonly string[] Strangers = ["NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "CONTRIBUTOR", "MANNEQUIN"];

    public override int MaximumLength => 65_536;

    protected override string MissingRight =>
        "give the job `permissions: { pull-requests: write }`; jobs of forks and of Dependabot never have it";

    private string Issues => $"repos/{Target.EscapedRepository}/issues";

    public override async Task<string?> FindHeadAsync(CancellationToken cancellationToken) =>
        (
            await Api.SendAsync(
                HttpMethod.Get,
                Api.At($"repos/{Target.EscapedRepository}/pulls/{Target.PullRequest}"),
                content: null,
                cancellationToken
            )
        ).FindText("head", "sha");

    public override Task CreateAsync(string body, CancellationToken cancellationToken) =>
        Api.SendAsync(HttpMethod.Post, Api.At($"{Issues}/{Target.PullRequest}/comments"), Content(body), cancellationToken);

    public override Task UpdateAsync(PostedComment comment, string body, CancellationToken cancellationToken) =>
        Api.SendAsync(HttpMethod.Patch, Api.At($"{Issues}/comments/{comment.Id}"), Content(body), cancellationToken);

    protected override Uri FirstPage() => Api.At($"{Issues}/{Target.PullRequest}/comments?per_page=100");

    protected override IEnumerable<PostedComment> ReadPage(ApiAnswer answer) =>
        from comment in answer.Items()
        where (string?)comment["user"]?["type"] == "Bot" || !Strangers.Contains((string?)comment["author_association"])
        select new PostedComment(comment["id"]!.ToString(), (string?)comment["body"] ?? "");

    protected override Uri? FindNext(ApiAnswer answer) =>
        answer.FindHeader("Link") is { } links && NextLink().Match(links) is { Success: true } match
            ? Api.Follow(match.Groups["url"].Value)
            : null;

    private static JsonObject Content(string body) => new() { ["body"] = body };

    [GeneratedRegex("<(?<url>[^>]*)>[^,]*;\\s*rel=\"?next\"?", RegexOptions.CultureInvariant)]
    private static partial Regex NextLink();
}

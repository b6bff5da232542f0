using System.Text.Json.Nodes;

namespace Infra.Cli.Comments;

/// <summary>
/// The threads of a pull request on Azure DevOps. A report is the first comment of a thread of its own, without a state to resolve.
/// </summary>
internal sealed class AzureComments(CommentApi api, CommentTarget target) : CommentHost(api, target)
{
    private const string Version = "api-version=7.1";

    public override int MaximumLength => 150_000;

    protected override string MissingRight =>
        "allow `Contribute to pull requests` to the build service on the repository, and map SYSTEM_ACCESSTOKEN to $(System.AccessToken)";

    private string PullRequest => $"{Target.EscapedRepository}/pullRequests/{Target.PullRequest}";

    private string Threads => $"{PullRequest}/threads";

    public override async Task<string?> FindHeadAsync(CancellationToken cancellationToken) =>
        (await Api.SendAsync(HttpMethod.Get, Api.At($"{PullRequest}?{Version}"), content: null, cancellationToken)).FindText(
            "lastMergeSourceCommit",
            "commitId"
        );

    public override Task CreateAsync(string body, CancellationToken cancellationToken) =>
        Api.SendAsync(
            HttpMethod.Post,
            Api.At($"{Threads}?{Version}"),
            new JsonObject
            {
                ["comments"] = new JsonArray(
                    new JsonObject
                    {
                        ["parentCommentId"] = 0,
                        ["content"] = body,
                        ["commentType"] = "text",
                    }
                ),
            },
            cancellationToken
        );

    public override Task UpdateAsync(PostedComment comment, string body, CancellationToken cancellationToken) =>
        Api.SendAsync(
            HttpMethod.Patch,
            Api.At($"{Threads}/{comment.Id}?{Version}"),
            new JsonObject { ["content"] = body },
            cancellationToken
        );

    protected override Uri FirstPage() => Api.At($"{Threads}?{Version}");

    protected override IEnumerable<PostedComment> ReadPage(ApiAnswer answer) =>
        from thread in answer.Items("value")
        where (bool?)thread["isDeleted"] != true
        let first = (thread["comments"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()
        where first is not null && (bool?)first["isDeleted"] != true
        select new PostedComment($"{thread["id"]}/comments/{first["id"]}", (string?)first["content"] ?? "");

    // All threads come in one answer.
    protected override Uri? FindNext(ApiAnswer answer) => null;
}

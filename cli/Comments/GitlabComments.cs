using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Cli.Comments;

/// <summary>The notes of a merge request on GitLab.</summary>
internal sealed class GitlabComments(CommentApi api, CommentTarget target) : CommentHost(api, target)
{
    public override int MaximumLength => 1_000_000;

    protected override string MissingRight =>
        "use a project access token with the scope api and the role Reporter; the job token CI_JOB_TOKEN may not comment";

    private string MergeRequest => $"projects/{Target.EscapedRepository}/merge_requests/{Target.PullRequest}";

    private string Notes => $"{MergeRequest}/notes";

    public override async Task<string?> FindHeadAsync(CancellationToken cancellationToken) =>
        (await Api.SendAsync(HttpMethod.Get, Api.At(MergeRequest), content: null, cancellationToken)).FindText("sha");

    public override Task CreateAsync(string body, CancellationToken cancellationToken) =>
        Api.SendAsync(HttpMethod.Post, Api.At(Notes), Content(body), cancellationToken);

    public override Task UpdateAsync(PostedComment comment, string body, CancellationToken cancellationToken) =>
        Api.SendAsync(HttpMethod.Put, Api.At($"{Notes}/{comment.Id}"), Content(body), cancellationToken);

    protected override Uri FirstPage() => Page(1);

    protected override IEnumerable<PostedComment> ReadPage(ApiAnswer answer) =>
        from note in answer.Items()
        where (bool?)note["system"] != true
        select new PostedComment(note["id"]!.ToString(), (string?)note["body"] ?? "");

    protected override Uri? FindNext(ApiAnswer answer) =>
        int.TryParse(answer.FindHeader("x-next-page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Page(page) : null;

    private static JsonObject Content(string body) => new() { ["body"] = body };

    private Uri Page(int number) =>
        Api.At($"{Notes}?per_page=100&sort=asc&order_by=created_at&page={number.ToString(CultureInfo.InvariantCulture)}");
}

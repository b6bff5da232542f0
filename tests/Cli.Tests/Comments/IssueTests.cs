using System.Net;
using System.Text.Json.Nodes;
using Infra.Cli;
using Infra.Cli.Comments;

namespace Cli.Tests.Comments;

/// <summary>
/// One issue is open while there is something to report. Reports whose origin is doubtful reach their own pull request only.
/// </summary>
public sealed class IssueTests : IDisposable
{
    private const string Marker = "<!-- infra:preview shop/prod -->";
    private const string Text = $"{Marker}\n### drift\n";

    private readonly FakeHost _host = new();

    [Theory]
    [InlineData("GitHub", "repos/shop/infra/issues?state=open", "repos/shop/infra/issues", "body")]
    [InlineData("GitLab", "api/v4/projects/shop%2Finfra/issues?state=opened", "api/v4/projects/shop%2Finfra/issues", "description")]
    public async Task Open_WithoutAnIssue_OpensOne(string system, string list, string issues, string body)
    {
        _host.Answer(HttpStatusCode.OK, "[]").Answer(HttpStatusCode.Created);

        Assert.Equal(IssueResult.Opened, await OpenAsync(system));
        Assert.Equal([$"GET /{list}&labels=drift%3Aprod&per_page=100", $"POST /{issues}"], _host.Lines);
        var sent = JsonNode.Parse(_host.Requests[1].Body)!;
        Assert.Equal(("Drift", Text), ((string?)sent["title"], (string?)sent[body]));
        Assert.Equal("drift:prod", sent["labels"] is JsonArray labels ? (string?)labels[0] : (string?)sent["labels"]);
    }

    [Theory]
    [InlineData("GitHub", "number", "body", "PATCH /repos/shop/infra/issues/7")]
    [InlineData("GitLab", "iid", "description", "PUT /api/v4/projects/shop%2Finfra/issues/7")]
    public async Task Open_WithAnIssue_UpdatesOnlyIt(string system, string number, string body, string update)
    {
        _host
            .Answer(
                HttpStatusCode.OK,
                $$"""
                [
                  {"id": 1, "{{number}}": 5, "{{body}}": "of a person"},
                  {"id": 2, "{{number}}": 6, "{{body}}": "{{Marker}}\n", "pull_request": { } },
                  {"id": 3, "{{number}}": 7, "{{body}}": "{{Marker}}\nold"}
                ]
                """
            )
            .Answer(HttpStatusCode.OK);

        Assert.Equal(IssueResult.Updated, await OpenAsync(system));
        Assert.Equal(update, _host.Lines.Last());
    }

    [Fact]
    public async Task Open_WithTheSameText_ChangesNothing()
    {
        _host.Answer(
            HttpStatusCode.OK,
            new JsonArray(
                new JsonObject
                {
                    ["id"] = 3,
                    ["number"] = 7,
                    ["body"] = Text.TrimEnd(),
                }
            ).ToJsonString()
        );

        Assert.Equal(IssueResult.Unchanged, await OpenAsync("GitHub"));
    }

    [Theory]
    [InlineData("GitHub", """{"id": 3, "number": 7, "body": "<!-- infra:preview shop/prod -->\nold"}""", """{"state":"closed"}""")]
    [InlineData("GitLab", """{"id": 3, "iid": 7, "description": "<!-- infra:preview shop/prod -->\nold"}""", """{"state_event":"close"}""")]
    public async Task Close_WithAnIssue_ClosesIt(string system, string issue, string change)
    {
        _host.Answer(HttpStatusCode.OK, $"[{issue}]").Answer(HttpStatusCode.OK);

        Assert.Equal(IssueResult.Closed, await CloseAsync(system));
        Assert.Equal(change, _host.Requests[1].Body);
    }

    [Fact]
    public async Task Close_WithoutAnIssue_SaysSo()
    {
        _host.Answer(HttpStatusCode.OK, "[]");

        Assert.Equal(IssueResult.NoneOpen, await CloseAsync("GitHub"));
    }

    [Fact]
    public async Task ARefusal_NamesTheRight()
    {
        _host.Answer(HttpStatusCode.Forbidden, """{"message": "Resource not accessible by integration"}""");

        var error = await Assert.ThrowsAsync<UsageException>(() => CloseAsync("GitHub"));
        Assert.Contains("issues: write", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GitHub", """{"head": {"sha": "abc"}}""", "GET /repos/shop/infra/pulls/12")]
    [InlineData("GitLab", """{"sha": "abc"}""", "GET /api/v4/projects/shop%2Finfra/merge_requests/12")]
    [InlineData(
        "Azure",
        """{"lastMergeSourceCommit": {"commitId": "abc"}}""",
        "GET /shop/team%20project/_apis/git/repositories/infra/pullRequests/12?api-version=7.1"
    )]
    public async Task Comment_OnAnotherCommitThanTheReports_IsRefused(string system, string pullRequest, string line)
    {
        _host.Answer(HttpStatusCode.OK, pullRequest);

        var error = await Assert.ThrowsAsync<UsageException>(() =>
            _host.PublishAsync(Enum.Parse<CommentSystem>(system), Text, head: "def")
        );

        Assert.Equal([line], _host.Lines);
        Assert.Contains("the commit abc, and the report is about def", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_OfSeveralReports_HasOneMarkerAndIsSilentIfAllAre()
    {
        var loud = CommentText.Parse(Text, "a");
        var silent = CommentText.Parse("<!-- infra:preview shop/staging -->\n<!-- infra:no-changes -->\nno changes\n", "b");

        var joined = CommentText.Join([silent, loud]);
        Assert.Equal("<!-- infra:preview shop -->\nno changes\n\n### drift\n", joined.Body);
        Assert.False(joined.IsSilent);
        Assert.Equal(joined.Marker, CommentText.FindMarker(joined.Body));
        Assert.Equal(joined.Marker, CommentText.Join([loud, silent]).Marker);
        Assert.True(CommentText.Join([silent, silent]).IsSilent);
        Assert.Same(loud, CommentText.Join([loud]));
    }

    public void Dispose() => _host.Dispose();

    private Task<IssueResult> OpenAsync(string system) =>
        _host.ChangeIssueAsync(Enum.Parse<CommentSystem>(system), tracker =>
            tracker.OpenAsync("drift:prod", "Drift", CommentText.Parse(Text, "the text"), CancellationToken.None)
        );

    private Task<IssueResult> CloseAsync(string system) =>
        _host.ChangeIssueAsync(Enum.Parse<CommentSystem>(system), tracker => tracker.CloseAsync("drift:prod", CancellationToken.None));
}

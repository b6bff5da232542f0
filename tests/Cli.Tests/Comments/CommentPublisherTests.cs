using System.Net;
using System.Text.Json.Nodes;
using Infra.Cli;
using Infra.Cli.Comments;

namespace Cli.Tests.Comments;

/// <summary>One comment is posted and then updated, on each host in its own way.</summary>
public sealed class CommentPublisherTests : IDisposable
{
    private const string Marker = "<!-- infra:preview shop/prod -->";
    private const string Text = $"{Marker}\n### news\n";
    private const string Silent = $"{Marker}\n<!-- infra:no-changes -->\nno changes\n";

    private readonly FakeHost _host = new();

    [Fact]
    public async Task GitHub_WithoutAComment_CreatesOne()
    {
        _host.Answer(HttpStatusCode.OK, "[]").Answer(HttpStatusCode.Created);

        Assert.Equal(CommentResult.Created, await _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Equal(["GET /repos/shop/infra/issues/12/comments?per_page=100", "POST /repos/shop/infra/issues/12/comments"], _host.Lines);
        Assert.Equal(Text, (string?)JsonNode.Parse(_host.Requests[1].Body)!["body"]);
        Assert.All(_host.Requests, request =>
        {
            Assert.Equal($"Bearer {FakeHost.Token}", request.Headers["Authorization"]);
            Assert.Equal("2022-11-28", request.Headers["X-GitHub-Api-Version"]);
            Assert.StartsWith("infra", request.Headers["User-Agent"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task GitHub_WithACommentOnALaterPage_UpdatesIt()
    {
        _host
            .Answer(
                HttpStatusCode.OK,
                """[{"id": 1, "body": "hello"}]""",
                (
                    "Link",
                    "<https://api.example.com/x?page=1>; rel=\"prev\", <https://api.example.com/repositories/9/c?page=2>; rel=\"next\""
                )
            )
            .Answer(HttpStatusCode.OK, Comments((7, $"{Marker}\r\nold")))
            .Answer(HttpStatusCode.OK);

        Assert.Equal(CommentResult.Updated, await _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Equal(["GET /repositories/9/c?page=2", "PATCH /repos/shop/infra/issues/comments/7"], _host.Lines.Skip(1));
    }

    [Fact]
    public async Task GitHub_ACommentOfAStrangerWithTheMarker_IsNotOurs()
    {
        _host
            .Answer(
                HttpStatusCode.OK,
                new JsonArray(
                    new JsonObject
                    {
                        ["id"] = 1,
                        ["body"] = Text,
                        ["author_association"] = "NONE",
                        ["user"] = new JsonObject { ["type"] = "User" },
                    },
                    new JsonObject
                    {
                        ["id"] = 2,
                        ["body"] = $"{Marker}\nold",
                        ["author_association"] = "NONE",
                        ["user"] = new JsonObject { ["type"] = "Bot" },
                    }
                ).ToJsonString()
            )
            .Answer(HttpStatusCode.OK);

        await _host.PublishAsync(CommentSystem.GitHub, Text);
        Assert.Equal("PATCH /repos/shop/infra/issues/comments/2", _host.Lines.Last());
    }

    [Fact]
    public async Task GitHub_ANextPageElsewhere_DoesNotGetTheToken()
    {
        _host.Answer(HttpStatusCode.OK, "[]", ("Link", "<https://evil.example.com/x>; rel=\"next\""));

        var error = await Assert.ThrowsAsync<UsageException>(() => _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Single(_host.Requests);
        Assert.Contains("another host", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitLab_PagesAndUpdatesANote()
    {
        _host
            .Answer(HttpStatusCode.OK, """[{"id": 1, "system": true, "body": "<!-- infra:preview shop/prod -->"}]""", ("x-next-page", "2"))
            .Answer(HttpStatusCode.OK, Comments((5, $"{Marker}\nold")), ("x-next-page", ""))
            .Answer(HttpStatusCode.OK);

        Assert.Equal(CommentResult.Updated, await _host.PublishAsync(CommentSystem.GitLab, Text));
        Assert.Equal(
            [
                "GET /api/v4/projects/shop%2Finfra/merge_requests/12/notes?per_page=100&sort=asc&order_by=created_at&page=1",
                "GET /api/v4/projects/shop%2Finfra/merge_requests/12/notes?per_page=100&sort=asc&order_by=created_at&page=2",
                "PUT /api/v4/projects/shop%2Finfra/merge_requests/12/notes/5",
            ],
            _host.Lines
        );
        Assert.All(_host.Requests, request => Assert.Equal(FakeHost.Token, request.Headers["PRIVATE-TOKEN"]));
    }

    [Fact]
    public async Task Azure_CreatesAThreadAndUpdatesItsFirstComment()
    {
        const string Threads = "/shop/team%20project/_apis/git/repositories/infra/pullRequests/12/threads";
        _host.Answer(HttpStatusCode.OK, """{"value": []}""").Answer(HttpStatusCode.OK);
        Assert.Equal(CommentResult.Created, await _host.PublishAsync(CommentSystem.Azure, Text));
        Assert.Equal($"POST {Threads}?api-version=7.1", _host.Lines.Last());
        Assert.Equal(Text, (string?)JsonNode.Parse(_host.Requests[1].Body)!["comments"]![0]!["content"]);

        _host
            .Answer(
                HttpStatusCode.OK,
                new JsonObject
                {
                    ["value"] = new JsonArray(
                        new JsonObject
                        {
                            ["id"] = 3,
                            ["isDeleted"] = true,
                            ["comments"] = JsonNode.Parse(Comments((1, Text), "content")),
                        },
                        new JsonObject { ["id"] = 4, ["comments"] = JsonNode.Parse(Comments((1, $"{Marker}\nold"), "content")) }
                    ),
                }.ToJsonString()
            )
            .Answer(HttpStatusCode.OK);
        Assert.Equal(CommentResult.Updated, await _host.PublishAsync(CommentSystem.Azure, Text));
        Assert.Equal($"PATCH {Threads}/4/comments/1?api-version=7.1", _host.Lines.Last());
    }

    [Fact]
    public async Task TheSameText_IsNotPostedAgain()
    {
        _host.Answer(HttpStatusCode.OK, Comments((7, Text.ReplaceLineEndings("\r\n").TrimEnd())));

        Assert.Equal(CommentResult.Unchanged, await _host.PublishAsync(CommentSystem.GitHub, Text));
    }

    [Fact]
    public async Task ASilentText_UpdatesButDoesNotCreate()
    {
        _host.Answer(HttpStatusCode.OK, "[]");
        Assert.Equal(CommentResult.NotCreated, await _host.PublishAsync(CommentSystem.GitHub, Silent));

        _host.Answer(HttpStatusCode.OK, Comments((7, Text))).Answer(HttpStatusCode.OK);
        Assert.Equal(CommentResult.Updated, await _host.PublishAsync(CommentSystem.GitHub, Silent));
    }

    [Fact]
    public async Task OnlyUpdate_DoesNotCreate()
    {
        _host.Answer(HttpStatusCode.OK, "[]");

        Assert.Equal(CommentResult.NotCreated, await _host.PublishAsync(CommentSystem.GitHub, Text, mayCreate: false));
    }

    [Fact]
    public async Task ATextThatIsTooLong_IsRefusedBeforeAnyRequest()
    {
        var error = await Assert.ThrowsAsync<UsageException>(() =>
            _host.PublishAsync(CommentSystem.GitHub, $"{Marker}\n{new string('x', 65_536)}")
        );

        Assert.Empty(_host.Requests);
        Assert.Contains("--max-bytes", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _host.Dispose();

    private static string Comments((int Id, string Body) comment, string body = "body") =>
        new JsonArray(new JsonObject { ["id"] = comment.Id, [body] = comment.Body }).ToJsonString();
}

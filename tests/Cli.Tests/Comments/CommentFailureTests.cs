using System.Globalization;
using System.Net;
using Infra.Cli;
using Infra.Cli.Comments;

namespace Cli.Tests.Comments;

/// <summary>Limits and failures of a host: a bounded number of attempts for a bounded time, and errors that name the cure.</summary>
public sealed class CommentFailureTests : IDisposable
{
    private const string Text = "<!-- infra:preview shop/prod -->\n### news\n";

    private readonly FakeHost _host = new();

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Retry-After", "7", 7)]
    [InlineData(HttpStatusCode.TooManyRequests, "Retry-After", "7", 7)]
    [InlineData(HttpStatusCode.TooManyRequests, "Other", "", 60)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Retry-After", "9", 9)]
    [InlineData(HttpStatusCode.BadGateway, "Other", "", 1)]
    public async Task ALimit_IsWaitedForAsTheHostSays(HttpStatusCode status, string header, string value, int seconds)
    {
        _host.Answer(status, "{}", (header, value)).Answer(HttpStatusCode.OK, "[]").Answer(HttpStatusCode.Created);

        Assert.Equal(CommentResult.Created, await _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Equal([TimeSpan.FromSeconds(seconds)], _host.Waits);
    }

    [Fact]
    public async Task APrimaryLimit_IsWaitedForUntilItsReset()
    {
        var reset = (_host.Now + TimeSpan.FromSeconds(90)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        _host
            .Answer(HttpStatusCode.Forbidden, "{}", ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset))
            .Answer(HttpStatusCode.OK, "[]")
            .Answer(HttpStatusCode.Created);

        await _host.PublishAsync(CommentSystem.GitHub, Text);
        Assert.Equal([TimeSpan.FromSeconds(90)], _host.Waits);
    }

    [Fact]
    public async Task ASecondaryLimit_WithoutAHeader_IsWaitedForAMinute()
    {
        _host
            .Answer(HttpStatusCode.OK, "[]")
            .Answer(HttpStatusCode.Forbidden, """{"message": "You have exceeded a secondary rate limit"}""")
            .Answer(HttpStatusCode.Created);

        Assert.Equal(CommentResult.Created, await _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Equal([TimeSpan.FromMinutes(1)], _host.Waits);
    }

    [Fact]
    public async Task ALimitBeyondTheTimeToWait_IsAnErrorAtOnce()
    {
        _host.Answer(HttpStatusCode.TooManyRequests, """{"message": "slow down"}""", ("Retry-After", "3600"));

        var error = await Assert.ThrowsAsync<UsageException>(() => _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Empty(_host.Waits);
        Assert.Contains("429 slow down", error.Message, StringComparison.Ordinal);
        Assert.Contains("try again later", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHostThatIsDown_IsGivenUpAfterFiveAttempts()
    {
        for (var i = 0; i < 5; i++)
        {
            _host.Fail(new HttpRequestException("connection refused"));
        }

        var error = await Assert.ThrowsAsync<UsageException>(() => _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Equal(5, _host.Requests.Count);
        Assert.Equal([1, 2, 4, 8], _host.Waits.Select(wait => (int)wait.TotalSeconds));
        Assert.Contains("api.example.com cannot be reached: connection refused", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACreationOfUnknownOutcome_IsLookedForBeforeAnother()
    {
        _host
            .Answer(HttpStatusCode.OK, "[]")
            .Fail(new HttpRequestException("the connection was closed"))
            .Answer(HttpStatusCode.OK, $$"""[{"id": 7, "body": "<!-- infra:preview shop/prod -->\n### news"}]""");

        Assert.Equal(CommentResult.Created, await _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Single(_host.Lines, line => line.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ACreationThatFailed_IsTriedAgain()
    {
        _host
            .Answer(HttpStatusCode.OK, "[]")
            .Answer(HttpStatusCode.BadGateway)
            .Answer(HttpStatusCode.OK, "[]")
            .Answer(HttpStatusCode.Created);

        Assert.Equal(CommentResult.Created, await _host.PublishAsync(CommentSystem.GitHub, Text));
    }

    [Theory]
    [InlineData("GitHub", 401, "check GITHUB_TOKEN")]
    [InlineData("GitHub", 403, "pull-requests: write")]
    [InlineData("GitHub", 404, "no pull request 12 in shop/infra")]
    [InlineData("GitHub", 422, "--max-bytes")]
    [InlineData("GitHub", 301, "--repository")]
    [InlineData("GitLab", 403, "scope api")]
    [InlineData("Azure", 203, "check GITHUB_TOKEN")]
    [InlineData("Azure", 403, "Contribute to pull requests")]
    public async Task ARefusal_NamesTheCureAndNeverTheToken(string system, int status, string cure)
    {
        _host.Answer((HttpStatusCode)status, $$"""{"message": "refused {{FakeHost.Token}}"}""");

        var error = await Assert.ThrowsAsync<UsageException>(() => _host.PublishAsync(Enum.Parse<CommentSystem>(system), Text));
        Assert.Contains("refused [secret]", error.Message, StringComparison.Ordinal);
        Assert.Contains(cure, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeHost.Token, error.ToString(), StringComparison.Ordinal);
        Assert.Single(_host.Requests);
    }

    [Theory]
    [InlineData("<html>sign in</html>")]
    [InlineData("{}")]
    public async Task AnAnswerThatIsNoList_IsAnError(string body)
    {
        _host.Answer(HttpStatusCode.OK, body);

        var error = await Assert.ThrowsAsync<UsageException>(() => _host.PublishAsync(CommentSystem.GitHub, Text));
        Assert.Contains("--api-url", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _host.Dispose();
}

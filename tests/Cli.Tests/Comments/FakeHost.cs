using System.Net;
using System.Text;
using Infra.Cli.Comments;
using Microsoft.Extensions.Time.Testing;

namespace Cli.Tests.Comments;

/// <summary>A request that a host has received.</summary>
internal sealed record ReceivedRequest(string Line, string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A host of comments that answers as it is told, under a clock that waits advance.</summary>
internal sealed class FakeHost : HttpMessageHandler
{
    public const string Token = "s3cr3t-token";

    private readonly Queue<Func<HttpResponseMessage>> _answers = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 10, 0, 0, TimeSpan.Zero));

    public List<ReceivedRequest> Requests { get; } = [];

    public List<TimeSpan> Waits { get; } = [];

    public IEnumerable<string> Lines => Requests.Select(request => request.Line);

    public DateTimeOffset Now => _time.GetUtcNow();

    public FakeHost Answer(HttpStatusCode status, string body = "{}", params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });
        return this;
    }

    public FakeHost Fail(Exception error)
    {
        _answers.Enqueue(() => throw error);
        return this;
    }

    public async Task<CommentResult> PublishAsync(CommentSystem system, string body, bool mayCreate = true, string? head = null)
    {
        var target = CreateTarget(system, pullRequest: 12);
        var budget = CreateBudget();
        using var api = new CommentApi(target, this, budget);
        return await new CommentPublisher(CommentHost.Create(api, target), budget).PublishAsync(
            CommentText.Parse(body, "the text"),
            mayCreate,
            CancellationToken.None,
            head
        );
    }

    /// <summary>Works on an issue.</summary>
    public async Task<IssueResult> ChangeIssueAsync(CommentSystem system, Func<IssueTracker, Task<IssueResult>> change)
    {
        var target = CreateTarget(system, pullRequest: null);
        using var api = new CommentApi(target, this, CreateBudget());
        return await change(new IssueTracker(api, target));
    }

    private static CommentTarget CreateTarget(CommentSystem system, int? pullRequest) =>
        new()
        {
            System = system,
            Api = new Uri(
                system switch
                {
                    CommentSystem.GitHub => "https://api.example.com/",
                    CommentSystem.GitLab => "https://git.example.com/api/v4",
                    _ => "https://dev.example.com/shop/",
                }
            ),
            Repository = system switch
            {
                CommentSystem.GitHub => "shop/infra",
                CommentSystem.GitLab => "shop/infra",
                _ => "team project/infra",
            },
            PullRequest = pullRequest,
            Token = Token,
            TokenSource = "GITHUB_TOKEN",
        };

    private RetryBudget CreateBudget() => new(_time, TimeSpan.FromMinutes(5), (wait, _) =>
        {
            Waits.Add(wait);
            _time.Advance(wait);
            return Task.CompletedTask;
        });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(
            new ReceivedRequest(
                $"{request.Method} {request.RequestUri!.PathAndQuery}",
                request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
                request.Headers.ToDictionary(
                    header => header.Key,
                    header => string.Join(' ', header.Value),
                    StringComparer.OrdinalIgnoreCase
                )
            )
        );
        return _answers.Count > 0 ? _answers.Dequeue()() : throw new InvalidOperationException($"unexpected request {Requests[^1].Line}");
    }
}

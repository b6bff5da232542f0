using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Cli.Comments;

/// <summary>Sends requests to the REST API of a host, again after its limits and failures allow it.</summary>
internal sealed class CommentApi : IDisposable
{
    private const int MaximumAttempts = 5;
    private const long MaximumAnswer = 32 << 20;
    private const int MaximumReason = 300;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly CommentTarget _target;
    private readonly RetryBudget _budget;

    /// <param name="target">The pull request.</param>
    /// <param name="handler">Sends the requests. It must not follow redirects, which would hand the token on.</param>
    /// <param name="budget">Waits between attempts.</param>
    public CommentApi(CommentTarget target, HttpMessageHandler handler, RetryBudget budget)
    {
        _target = target;
        _budget = budget;
        _client = new HttpClient(handler) { Timeout = RequestTimeout, MaxResponseContentBufferSize = MaximumAnswer };
    }

    /// <summary>Connects to the host of a pull request.</summary>
    public static CommentApi Open(CommentTarget target, RetryBudget budget) =>
        new(target, new SocketsHttpHandler { AllowAutoRedirect = false }, budget);

    /// <summary>An address of the API.</summary>
    public Uri At(string path) => new($"{_target.Api.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>An address that the API has named.</summary>
    /// <exception cref="UsageException">It is another host's, which must not get the token.</exception>
    public Uri Follow(string address) =>
        Uri.TryCreate(_target.Api, address, out var next)
        && next.GetLeftPart(UriPartial.Authority) == _target.Api.GetLeftPart(UriPartial.Authority)
            ? next
            : throw new UsageException($"{_target.Api.Host} names a next page on another host: check --api-url");

    /// <summary>Sends a request. One that creates something is sent again only if it is certain that nothing was created.</summary>
    /// <exception cref="CommentRefusedException">It is refused.</exception>
    /// <exception cref="CommentUncertainException">It is not known whether it was carried out.</exception>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, Uri address, JsonObject? content, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = CreateRequest(method, address, content);
                using var response = await _client.SendAsync(request, cancellationToken);
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                if (
                    response.StatusCode
                    is >= HttpStatusCode.OK
                        and < HttpStatusCode.MultipleChoices
                        and not HttpStatusCode.NonAuthoritativeInformation
                )
                {
                    return new ApiAnswer(ReadHeaders(response), text);
                }

                var refusal = Refuse(response.StatusCode, text);
                var isFailure = response.StatusCode >= HttpStatusCode.InternalServerError;
                if (isFailure && method == HttpMethod.Post)
                {
                    throw new CommentUncertainException(refusal.Message);
                }

                var limit = RateLimit.FindWait(response, text, _budget.Now);
                if (limit is null && !isFailure)
                {
                    throw refusal;
                }

                await WaitAsync(attempt, limit ?? RetryBudget.Backoff(attempt), refusal, cancellationToken);
            }
            catch (Exception error) when (IsConnectionFailure(error, cancellationToken))
            {
                var failure = new CommentUncertainException($"{address.Host} cannot be reached: {Redact(error.Message)}");
                if (method == HttpMethod.Post)
                {
                    throw failure;
                }

                await WaitAsync(attempt, RetryBudget.Backoff(attempt), failure, cancellationToken);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsConnectionFailure(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private async Task WaitAsync(int attempt, TimeSpan wait, Exception failure, CancellationToken cancellationToken)
    {
        if (attempt == MaximumAttempts || !await _budget.TryWaitAsync(wait, cancellationToken))
        {
            throw failure;
        }
    }

    private HttpRequestMessage CreateRequest(HttpMethod method, Uri address, JsonObject? content)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("infra", null));
        if (_target.System == CommentSystem.GitLab)
        {
            request.Headers.Add("PRIVATE-TOKEN", _target.Token);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _target.Token);
        }

        if (_target.System == CommentSystem.GitHub)
        {
            request.Headers.Accept.ParseAdd("application/vnd.github+json");
            request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        }
        else
        {
            request.Headers.Accept.ParseAdd("application/json");
        }

        request.Content = content is null ? null : new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json");
        return request;
    }

    private static ILookup<string, string> ReadHeaders(HttpResponseMessage response) =>
        response
            .Headers.SelectMany(header => header.Value.Select(value => (header.Key, Value: value)))
            .ToLookup(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);

    // Azure answers a request with a bad token by its sign-in page, with the status 203.
    private CommentRefusedException Refuse(HttpStatusCode status, string text) =>
        new(status == HttpStatusCode.NonAuthoritativeInformation ? HttpStatusCode.Unauthorized : status, Redact(FindReason(text)));

    private static string FindReason(string text)
    {
        try
        {
            var reason = JsonNode.Parse(text) is JsonObject answer ? (answer["message"] ?? answer["error"])?.ToString() ?? "" : "";
            return reason.Length > MaximumReason ? reason[..MaximumReason] : reason;
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private string Redact(string text) => text.Replace(_target.Token, "[secret]", StringComparison.Ordinal).ReplaceLineEndings(" ");
}

/// <summary>A host has refused a request.</summary>
internal sealed class CommentRefusedException(HttpStatusCode status, string reason) : Exception($"{(int)status} {reason}".TrimEnd())
{
    public HttpStatusCode Status { get; } = status;
}

/// <summary>It is not known whether a host has carried out a request.</summary>
internal sealed class CommentUncertainException(string message) : Exception(message);

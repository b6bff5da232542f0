using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>
/// A REST client for one cluster. Thread-safe. It limits the number of concurrent requests but not their rate: API servers protect
/// themselves with priority and fairness, and the client honours their Retry-After.
/// </summary>
/// <remarks>
/// All methods throw <see cref="KubernetesApiException"/> if the server rejects a request, and
/// <see cref="ClusterUnreachableException"/> if it does not answer.
/// </remarks>
internal sealed class KubernetesClient : IDisposable
{
    // Measured with an API server on the same machine: more concurrent requests do not increase the throughput.
    private const int MaximumConcurrency = 64;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private readonly ClusterConnection _connection;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ResponseReader _responses;
    private readonly SemaphoreSlim _slots = new(MaximumConcurrency, MaximumConcurrency);

    /// <summary>
    /// True once the server has answered. Before that, a connection that cannot be opened means a wrong address rather than a restart.
    /// </summary>
    private volatile bool _isReached;

    public KubernetesClient(ClusterConnection connection, TimeProvider time)
        : this(connection, ConnectionHandler.Create(connection), time) { }

    /// <summary>Creates a client with a custom handler.</summary>
    public KubernetesClient(ClusterConnection connection, HttpMessageHandler handler, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _responses = new ResponseReader(connection, time);
        _http = new HttpClient(handler) { BaseAddress = connection.Server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("infra", "1.0"));
    }

    public ClusterConnection Connection => _connection;

    /// <summary>Called with each <c>Warning</c> header in the response to a write.</summary>
    public Action<ApiRequest, string>? OnWarning { get; init; }

    /// <summary>Gets an object or a list.</summary>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(HttpMethod.Get, path), cancellationToken);

    /// <summary>Sends a request, again after failures that allow it, and returns the object in the response.</summary>
    public Task<JsonObject> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RepeatAsync(request, attempts => TrySendAsync(request, attempts, cancellationToken), cancellationToken);

    /// <summary>Gets a text, such as the log of a container.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, path) { Accept = "text/plain, */*" };
        using var response = await RepeatAsync(
            request,
            attempts => OpenWatchAsync(request, attempts, cancellationToken),
            cancellationToken
        );
        return await _responses.ReadTextAsync(response, cancellationToken);
    }

    /// <summary>Watches a collection until the server ends the watch, or sends nothing for a while. Failures are not repeated.</summary>
    /// <param name="path">The path and query of the collection, without watch parameters.</param>
    /// <param name="resourceVersion">The version after which changes are reported.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KubernetesApiException">
    /// At the start or later. After <see cref="KubernetesApiException.IsExpired"/> list again.
    /// </exception>
    /// <exception cref="ClusterUnreachableException">The connection broke, or the server sent a broken event: watch again.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string path,
        string resourceVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var query =
            $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}watch=true&allowWatchBookmarks=true"
            + $"&resourceVersion={Uri.EscapeDataString(resourceVersion)}";
        var request = new ApiRequest(HttpMethod.Get, query) { IsRepeatable = false };
        using var response = await RepeatAsync(
            request,
            attempts => OpenWatchAsync(request, attempts, cancellationToken),
            cancellationToken
        );
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var lines = new StreamReader(body, Encoding.UTF8);
        while (await _responses.ReadEventAsync(lines, cancellationToken) is { } change)
        {
            yield return change;
        }
    }

    public void Dispose()
    {
        _connection.Credentials.Stop();
        _http.Dispose();
        _slots.Dispose();
    }

    private async Task<T> RepeatAsync<T>(
        ApiRequest request,
        Func<RequestAttempts, Task<Attempt<T>>> send,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var attempts = new RequestAttempts(request, _time);
        while (true)
        {
            TimeSpan pause;
            try
            {
                var attempt = await send(attempts);
                if (attempt.Answer is { } answer)
                {
                    return answer;
                }

                pause = attempt.Pause;
            }
            catch (ClusterUnreachableException e) when ((_isReached || e.MayHaveEffect) && attempts.WaitAfter(e) is { } wait)
            {
                pause = wait;
            }

            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    private async Task<Attempt<JsonObject>> TrySendAsync(ApiRequest request, RequestAttempts attempts, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var response = await SendMessageAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return new Attempt<JsonObject>(null, await PauseAfterAsync(response, attempts, cancellationToken));
            }

            ReportWarnings(request, response);
            return new Attempt<JsonObject>(await _responses.ReadAsync(response, cancellationToken), default);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Attempt<HttpResponseMessage>> OpenWatchAsync(
        ApiRequest request,
        RequestAttempts attempts,
        CancellationToken cancellationToken
    )
    {
        var response = await SendMessageAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return new Attempt<HttpResponseMessage>(response, default);
        }

        using (response)
        {
            return new Attempt<HttpResponseMessage>(null, await PauseAfterAsync(response, attempts, cancellationToken));
        }
    }

    private async Task<TimeSpan> PauseAfterAsync(
        HttpResponseMessage response,
        RequestAttempts attempts,
        CancellationToken cancellationToken
    )
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized && attempts.TryRenew() && _connection.Credentials.TryInvalidate())
        {
            return TimeSpan.Zero;
        }

        if (attempts.IsDecidedByError(response))
        {
            var error = await _responses.ReadErrorAsync(response, cancellationToken);
            return error is KubernetesApiException { IsSchemaMismatch: true } ? throw error : attempts.WaitAfter(response) ?? throw error;
        }

        return attempts.WaitAfter(response) ?? throw await _responses.ReadErrorAsync(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendMessageAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept ?? ContentTypes.Json);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        await _connection.Credentials.ApplyAsync(message, cancellationToken);
        using var limit = new CancellationTokenSource(AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            _isReached = true;
            return response;
        }
        catch (Exception e) when (ResponseReader.IsConnectionFailure(e, cancellationToken))
        {
            throw new ClusterUnreachableException(_connection, e);
        }
    }

    private void ReportWarnings(ApiRequest request, HttpResponseMessage response)
    {
        if (OnWarning is null || request.Method == HttpMethod.Get)
        {
            return;
        }

        foreach (var warning in response.Headers.Warning)
        {
            OnWarning(request, warning.Text.Trim('"').Replace("\\\"", "\"", StringComparison.Ordinal));
        }
    }

    /// <summary>The outcome of one attempt: the answer, or the pause before the next attempt.</summary>
    private readonly record struct Attempt<T>(T? Answer, TimeSpan Pause)
        where T : class;
}

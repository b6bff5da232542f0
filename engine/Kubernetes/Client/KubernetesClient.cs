using System.Buffers;
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
/// All methods throw <see cref="KubernetesApiException"/> if the server rejects a request, and <see cref="ClusterUnreachableException"/> if
/// it does not answer.
/// </remarks>
internal sealed class KubernetesClient : IDisposable
{
    // Measured with an API server on the same machine: more concurrent requests do not increase the throughput.
    private const int MaximumConcurrency = 64;
    private const int MaximumAttempts = 8;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private readonly ClusterConnection _connection;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots = new(MaximumConcurrency, MaximumConcurrency);

    public KubernetesClient(ClusterConnection connection, TimeProvider time)
        : this(connection, ConnectionHandler.Create(connection), time) { }

    /// <summary>Creates a client with a custom handler.</summary>
    public KubernetesClient(ClusterConnection connection, HttpMessageHandler handler, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _http = new HttpClient(handler) { BaseAddress = connection.Server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("infra", "1.0"));
    }

    public ClusterConnection Connection => _connection;

    /// <summary>Called with each <c>Warning</c> header in the response to a write.</summary>
    public Action<ApiRequest, string>? OnWarning { get; init; }

    /// <summary>Gets an object or a list.</summary>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(HttpMethod.Get, path), cancellationToken);

    /// <summary>Sends a request and returns the object in the response.</summary>
    public async Task<JsonObject> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, wait) = await TrySendAsync(request, attempt, cancellationToken);
            if (answer is not null)
            {
                return answer;
            }

            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    /// <summary>Watches a collection until the server ends the watch.</summary>
    /// <param name="path">The path and query of the collection, without watch parameters.</param>
    /// <param name="resourceVersion">The version after which changes are reported.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KubernetesApiException">
    /// At the start or later. After <see cref="KubernetesApiException.IsExpired"/> list again.
    /// </exception>
    /// <exception cref="ClusterUnreachableException">The connection broke, or the server sent a broken event: list again.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string path,
        string resourceVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var query =
            $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}watch=true&allowWatchBookmarks=true"
            + $"&resourceVersion={Uri.EscapeDataString(resourceVersion)}";
        using var response = await OpenWatchAsync(new ApiRequest(HttpMethod.Get, query), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await FailureAsync(response, cancellationToken);
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var lines = new StreamReader(body, Encoding.UTF8);
        while (await NextLineAsync(lines, cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return ParseEvent(line);
            }
        }
    }

    public void Dispose()
    {
        _connection.Credentials.Stop();
        _http.Dispose();
        _slots.Dispose();
    }

    private async Task<(JsonObject? Answer, TimeSpan Wait)> TrySendAsync(
        ApiRequest request,
        int attempt,
        CancellationToken cancellationToken
    )
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            using var response = await SendMessageAsync(request, AnswerTimeout, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                ReportWarnings(request, response);
                return (await ReadAsync(response, cancellationToken), TimeSpan.Zero);
            }

            if (response.StatusCode == HttpStatusCode.Unauthorized && attempt == 1 && _connection.Credentials.TryInvalidate())
            {
                return (null, TimeSpan.Zero);
            }

            if (attempt < MaximumAttempts && RetryAfter(response) is { } wait)
            {
                return (null, wait);
            }

            throw await FailureAsync(response, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<HttpResponseMessage> OpenWatchAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await SendMessageAsync(request, AnswerTimeout, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !_connection.Credentials.TryInvalidate())
        {
            return response;
        }

        response.Dispose();
        return await SendMessageAsync(request, AnswerTimeout, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendMessageAsync(ApiRequest request, TimeSpan timeout, CancellationToken cancellationToken)
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
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (Exception e) when (IsConnectionFailure(e, cancellationToken))
        {
            throw new ClusterUnreachableException(_connection, e);
        }
    }

    private async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, cancellationToken);
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject
                ?? throw new ClusterUnreachableException(
                    $"{_connection.Server} answered with something that is not a Kubernetes object: check the address in the kubeconfig"
                );
        }
        catch (JsonException e)
        {
            throw new ClusterUnreachableException(
                $"{_connection.Server} answered with something that is not JSON: check that it is a Kubernetes API server",
                e
            );
        }
    }

    // A long list may take longer than the timeout, but must not stall: each read restarts the timer.
    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var body = new ArrayBufferWriter<byte>();
            while (await stream.ReadAsync(body.GetMemory(), either.Token) is > 0 and var length)
            {
                body.Advance(length);
                limit.CancelAfter(AnswerTimeout);
            }

            return body.WrittenMemory;
        }
        catch (Exception e) when (IsConnectionFailure(e, cancellationToken))
        {
            throw new ClusterUnreachableException(_connection, e);
        }
    }

    private WatchEvent ParseEvent(string line)
    {
        try
        {
            return WatchEvent.Parse(line);
        }
        catch (FormatException e)
        {
            throw new ClusterUnreachableException($"{_connection.Server} sent a broken watch event: {e.Message}", e);
        }
    }

    private async Task<string?> NextLineAsync(StreamReader lines, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.ReadLineAsync(cancellationToken);
        }
        catch (Exception e) when (IsConnectionFailure(e, cancellationToken))
        {
            throw new ClusterUnreachableException(_connection, e);
        }
    }

    private async Task<Exception> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // The credentials are meant for the address in the kubeconfig only.
        if (response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400)
        {
            return new ClusterUnreachableException(
                $"{_connection.Server} redirects to {location}, which is not followed: correct the address in the kubeconfig"
            );
        }

        var body = await ReadBodyAsync(response, cancellationToken);
        return KubernetesApiException.From(response.StatusCode, Encoding.UTF8.GetString(body.Span));
    }

    // The caller's own cancellation is not a connection failure.
    private static bool IsConnectionFailure(Exception e, CancellationToken caller) =>
        e is HttpRequestException or IOException || (e is OperationCanceledException && !caller.IsCancellationRequested);

    // Only responses with Retry-After are retried: the server sends it if a request had no effect.
    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500
            ? response.Headers.RetryAfter?.Delta
            : null;

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
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Client;

/// <summary>A client of the Docker Engine API, in the newest version that both sides know.</summary>
internal sealed class EngineClient : IDisposable
{
    private readonly EngineAddress _address;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _negotiating = new(1);
    private EngineIdentity? _identity;

    public EngineClient(EngineAddress address, TimeProvider time)
    {
        _address = address;
        _time = time;
        _http = new HttpClient(ConnectionHandler.Create(address))
        {
            BaseAddress = new Uri("http://docker/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("infra");
    }

    /// <summary>The engine's address.</summary>
    public EngineAddress Address => _address;

    public void Dispose()
    {
        _http.Dispose();
        _negotiating.Dispose();
    }

    /// <summary>Asks the engine once which version it speaks.</summary>
    public async Task<EngineIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        if (_identity is { } known)
        {
            return known;
        }

        await _negotiating.WaitAsync(cancellationToken);
        try
        {
            return _identity ??= await AskAsync(cancellationToken);
        }
        finally
        {
            _negotiating.Release();
        }
    }

    /// <summary>Reads an object.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(new EngineRequest(HttpMethod.Get, path), cancellationToken) as JsonObject ?? throw NotAnEngine("no JSON object");

    /// <summary>Reads an object; null where it does not exist.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (EngineApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads a list.</summary>
    public async Task<JsonArray> ListAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(new EngineRequest(HttpMethod.Get, path), cancellationToken) as JsonArray ?? throw NotAnEngine("no JSON array");

    /// <summary>Sends a request and reads the object in the answer; an empty one where there is none.</summary>
    public async Task<JsonObject> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken) =>
        await ReadAsync(new EngineRequest(HttpMethod.Post, path) { Content = EngineRequest.Json(body) }, cancellationToken) as JsonObject
        ?? [];

    /// <summary>Deletes an object.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(new EngineRequest(HttpMethod.Delete, path), cancellationToken);

    /// <summary>Sends a request and reads the answer as JSON; null for an empty one.</summary>
    public async Task<JsonNode?> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        // The body may not stall, either.
        using var limit = new CancellationTokenSource(request.Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        return await TranslateAsync(
            async () =>
            {
                using var response = await SendAsync(request, either.Token);
                return await BodyReader.ReadJsonAsync(response, either.Token);
            },
            request,
            cancellationToken
        );
    }

    /// <summary>Sends a request whose answer is a stream of messages. A message with an error ends it with an exception.</summary>
    public async IAsyncEnumerable<JsonObject> StreamAsync(
        EngineRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // An engine whose registry stalls sends nothing more.
        using var limit = new CancellationTokenSource(request.Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var response = await TranslateAsync(() => SendAsync(request, either.Token), request, cancellationToken);
        await using var messages = BodyReader.ReadMessagesAsync(response, either.Token).GetAsyncEnumerator(either.Token);
        while (await TranslateAsync(() => messages.MoveNextAsync().AsTask(), request, cancellationToken))
        {
            var message = messages.Current;
            if ((message.Map("errorDetail")?.Text("message") ?? message.Text("error")) is { Length: > 0 } error)
            {
                throw new EngineApiException(HttpStatusCode.InternalServerError, error);
            }

            yield return message;
        }
    }

    /// <summary>Sends a request and returns the answer as soon as its body begins. Errors become exceptions.</summary>
    public async Task<HttpResponseMessage> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var identity = await IdentifyAsync(cancellationToken);
        return await SendAsync(request, $"/v{identity.Version}{request.Path}", cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(EngineRequest request, string path, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, path) { Content = request.Content?.Invoke() };
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var limit = new CancellationTokenSource(request.Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var response = await TranslateAsync(
            () => _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token),
            request,
            cancellationToken
        );
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
        {
            return response;
        }

        using (response)
        {
            var body = await TranslateAsync(() => BodyReader.ReadAsync(response, cancellationToken), request, cancellationToken);
            throw new EngineApiException(response.StatusCode, ErrorMessage(response, body));
        }
    }

    private async Task<EngineIdentity> AskAsync(CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await SendAsync(new EngineRequest(HttpMethod.Get, "/_ping"), "/_ping", cancellationToken);
        }
        catch (EngineApiException e)
        {
            throw NotAnEngine($"{(int)e.Status} {e.Message}", e);
        }

        using (response)
        {
            var server = ApiVersion.Parse(Header(response, "Api-Version"))
                ?? throw NotAnEngine("an answer to /_ping without the header Api-Version");
            if (server < ApiVersion.Oldest)
            {
                throw new EngineUnreachableException(
                    $"the Docker engine at {_address} speaks API {server} at most, and {ApiVersion.Oldest} is needed: update it to Docker "
                        + "20.10 or later"
                );
            }

            var isPodman =
                Header(response, "Libpod-API-Version") is not null
                || Header(response, "Server")?.StartsWith("Libpod/", StringComparison.Ordinal) == true;
            return new EngineIdentity(server < ApiVersion.Newest ? server : ApiVersion.Newest, isPodman);
        }
    }

    private async Task<T> TranslateAsync<T>(Func<Task<T>> call, EngineRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e)
        {
            throw new EngineUnreachableException(
                $"the Docker engine at {_address} has not answered {request.Method} {request.Path.Split('?')[0]} within "
                    + $"{request.Limit.TotalSeconds:0} s: look at its log, e.g. with `journalctl -u docker`",
                e
            )
            {
                MayHaveEffect = request.Method != HttpMethod.Get,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw Unreachable(e, mayHaveEffect: request.Method != HttpMethod.Get);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw NotAnEngine(e.Message, e, mayHaveEffect: request.Method != HttpMethod.Get);
        }
    }

    private EngineUnreachableException Unreachable(Exception e, bool mayHaveEffect)
    {
        var cause = Causes(e).OfType<EngineUnreachableException>().FirstOrDefault();
        if (cause is not null)
        {
            return cause;
        }

        var wasConnecting =
            Causes(e).OfType<HttpRequestException>().FirstOrDefault() is { HttpRequestError: HttpRequestError.ConnectionError };
        return new EngineUnreachableException(ConnectionProblem.Describe(_address, Causes(e)), e)
        {
            MayHaveEffect = mayHaveEffect && !wasConnecting,
        };
    }

    private EngineUnreachableException NotAnEngine(string problem, Exception? inner = null, bool mayHaveEffect = false) =>
        new($"what answers at {_address} is not a Docker engine: {problem}. Correct the address", inner) { MayHaveEffect = mayHaveEffect };

    private static string ErrorMessage(HttpResponseMessage response, byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject error && error.Text("message") is { Length: > 0 } message)
            {
                // Podman puts the reason beside the message.
                return error.Text("cause") is { Length: > 0 } cause && !message.Contains(cause, StringComparison.Ordinal)
                    ? $"{message}: {cause}"
                    : message;
            }
        }
        catch (JsonException)
        {
            // Proxies and servers of other kinds answer with text.
        }

        const int MaxText = 1000;
        var text = Encoding.UTF8.GetString(body).Trim();
        return text.Length == 0 ? $"{(int)response.StatusCode} {response.ReasonPhrase}"
            : text.Length > MaxText ? text[..MaxText] + "…"
            : text;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static IEnumerable<Exception> Causes(Exception e)
    {
        for (var current = (Exception?)e; current is not null; current = current.InnerException)
        {
            yield return current;
        }
    }
}

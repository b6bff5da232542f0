using System.Net;
using System.Net.Http.Headers;
using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>Sends authenticated requests to registries, and repeats those that failed transiently.</summary>
internal sealed class RegistryConnection : IDisposable
{
    public const int MaximumAttempts = 6;

    private const int MaximumHeaders = 64; // KiB
    private const int MaximumRedirects = 5;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The longest time in which nothing of a body is sent or arrives.</summary>
    private static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly RegistryOptions _options;
    private readonly HttpClient _http;
    private readonly RegistryTokens _tokens;

    public RegistryConnection(RegistryOptions options)
        : this(options, CreateHandler(options)) { }

    /// <summary>Creates a connection with a custom handler.</summary>
    public RegistryConnection(RegistryOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("infra", "1.0"));
        _tokens = new RegistryTokens(_http, options);
    }

    public TimeProvider Time => _options.Time;

    /// <summary>The address of a resource of a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="resource">The rest of the path and the query, such as <c>manifests/1.0</c>.</param>
    public Uri AddressOf(RepositoryName repository, string resource) =>
        new(_options.AddressOf(repository.Registry), $"/v2/{repository.Path}/{resource}");

    /// <summary>Sends a request and repeats it if it failed transiently.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="access">What the request does with the repository.</param>
    /// <param name="create">Creates the request, a new one for each attempt.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The answer, whose body has not been read yet.</returns>
    /// <exception cref="ImageException">The registry cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        RepositoryName repository,
        RepositoryAccess access,
        Func<HttpRequestMessage> create,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var wait = GetWait(attempt);
            try
            {
                var response = await SendOnceAsync(repository, access, create, cancellationToken);
                if (!IsTransient(response.StatusCode) || attempt == MaximumAttempts)
                {
                    return response;
                }

                wait =
                    response.Headers.RetryAfter?.Delta is { } asked && asked > wait
                        ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestWait.Ticks))
                        : wait;
                response.Dispose();
            }
            catch (Exception error) when (IsInterruption(error, cancellationToken))
            {
                if (attempt == MaximumAttempts)
                {
                    throw RegistryErrors.Unreachable(repository, error);
                }
            }

            await Task.Delay(wait, Time, cancellationToken);
        }
    }

    /// <summary>Sends a request once, with the authentication that the registry asks for.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<HttpResponseMessage> SendOnceAsync(
        RepositoryName repository,
        RepositoryAccess access,
        Func<HttpRequestMessage> create,
        CancellationToken cancellationToken
    ) => SendOnceAsync(repository, access, _ => create(), cancellationToken);

    /// <summary>Sends a request with a large body once.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="access">What the request does with the repository.</param>
    /// <param name="create">Creates the request, with what its body has to call when a part was sent: with true for the last one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="StalledTransferException">Nothing was sent, or there was no answer, for too long.</exception>
    public async Task<HttpResponseMessage> SendOnceAsync(
        RepositoryName repository,
        RepositoryAccess access,
        Func<Action<bool>, HttpRequestMessage> create,
        CancellationToken cancellationToken
    )
    {
        var timeout = _options.AnswerTimeout;
        using var limit = new CancellationTokenSource(timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await SendAuthenticatedAsync(repository, access, () => create(Progress), either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StalledTransferException(timeout, e);
        }

        void Progress(bool isLast)
        {
            timeout = isLast ? _options.AnswerTimeout : StallTimeout;
            limit.CancelAfter(timeout);
        }
    }

    private async Task<HttpResponseMessage> SendAuthenticatedAsync(
        RepositoryName repository,
        RepositoryAccess access,
        Func<HttpRequestMessage> create,
        CancellationToken cancellationToken
    )
    {
        var scopes = access.Scopes(repository);
        var response = await DispatchAsync(repository, create(), _tokens.Find(repository.Registry, scopes), cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // A host that the registry redirected to must not name the token service that gets the registry's credentials.
        if (!IsOf(repository, response.RequestMessage!.RequestUri!))
        {
            return response;
        }

        if (await _tokens.AnswerAsync(repository.Registry, scopes, response, cancellationToken) is not { } header)
        {
            return response;
        }

        response.Dispose();
        return await DispatchAsync(repository, create(), header, cancellationToken);
    }

    /// <summary>How long to wait after a failed attempt.</summary>
    public static TimeSpan GetWait(int attempt) =>
        TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << (attempt - 1))) * (0.5 + (Random.Shared.NextDouble() / 2));

    /// <summary>Whether an exception is one of the network, and the same request may succeed later.</summary>
    public static bool IsInterruption(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded } or IOException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> DispatchAsync(
        RepositoryName repository,
        HttpRequestMessage request,
        AuthenticationHeaderValue? authorization,
        CancellationToken cancellationToken
    )
    {
        using (request)
        {
            // The address of an upload is the registry's choice and may be another host.
            request.Headers.Authorization = IsOf(repository, request.RequestUri!) ? authorization : null;
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.Content = new WatchedContent(response.Content, StallTimeout, Time);
            return response;
        }
    }

    private bool IsOf(RepositoryName repository, Uri address) =>
        address.GetLeftPart(UriPartial.Authority) == _options.AddressOf(repository.Registry).GetLeftPart(UriPartial.Authority);

    // A redirection leads to the storage of blobs; the handler sends no credentials there, nor follows one from https to http.
    private static SocketsHttpHandler CreateHandler(RegistryOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = MaximumHeaders,
            MaxAutomaticRedirections = MaximumRedirects,
            UseCookies = false,
        };
        if (options.SkipsVerification)
        {
#pragma warning disable CA5359 // The program says insecureSkipVerify.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return handler;
    }

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (
            status >= HttpStatusCode.InternalServerError
            && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported)
        );
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Images;
using Infra.Engine.Docker.Json;
using Infra.Kubernetes;

namespace Infra.Engine.Docker.Registries;

/// <summary>A client of one registry: finds and deletes manifests by the distribution API, with basic or bearer authentication.</summary>
internal sealed class RegistryClient : IDisposable
{
    private const int MaxBody = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] ManifestTypes =
    [
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
    ];

    private readonly RegistryCredentials _credentials;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private AuthenticationHeaderValue? _authorization;

    public RegistryClient(RegistryCredentials credentials, bool skipsVerification, TimeProvider time)
    {
        _credentials = credentials;
        _time = time;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (skipsVerification)
        {
#pragma warning disable CA5359 // The program says insecureSkipVerify.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Finds the digest of an image's manifest; null where the registry has none.</summary>
    /// <exception cref="RegistryException">The registry does not answer, or refuses.</exception>
    public async Task<string?> FindDigestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Head, image, ImageNames.TagOrDigest(image), "pull", cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null
            : !response.IsSuccessStatusCode ? throw await RefusalAsync(response, image, "reading", cancellationToken)
            : response.Headers.TryGetValues("Docker-Content-Digest", out var digests) ? digests.First()
            : throw new RegistryException($"{_credentials.Host} does not say the digest of {image}: it is too old for this");
    }

    /// <summary>Deletes a manifest; succeeds where there is none.</summary>
    /// <exception cref="RegistryException">The registry does not answer, or refuses.</exception>
    public async Task DeleteAsync(ImageReference image, string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, image, digest, "delete", cancellationToken);
        if (response.StatusCode == HttpStatusCode.MethodNotAllowed)
        {
            throw new RegistryException(
                $"{_credentials.Host} does not delete images: set keepRemotely on the resource, or storage.delete.enabled in the registry"
            );
        }

        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
        {
            throw await RefusalAsync(response, image, "deleting", cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        ImageReference image,
        string reference,
        string action,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var path = $"/v2/{ImageNames.RepositoryOf(image)}/manifests/{reference}";
            var (response, scheme) = await TrySchemesAsync(method, path, either.Token);
            if (response.StatusCode != HttpStatusCode.Unauthorized)
            {
                return response;
            }

            using (response)
            {
                await AuthenticateAsync(response, $"repository:{ImageNames.RepositoryOf(image)}:{Actions(action)}", either.Token);
            }

            return await SendOnceAsync(method, scheme, path, either.Token);
        }
        catch (HttpRequestException e)
        {
            throw new RegistryException(
                $"the registry {_credentials.Host} does not answer: {(e.InnerException ?? e).Message} Check its address and the network",
                e
            );
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException($"the registry {_credentials.Host} has not answered within {Limit.TotalSeconds:0} s", e);
        }
    }

    private static string Actions(string action) => action == "delete" ? "pull,delete" : action;

    // Docker, too, speaks plain HTTP with registries on this machine only.
    private async Task<(HttpResponseMessage Response, string Scheme)> TrySchemesAsync(
        HttpMethod method,
        string path,
        CancellationToken cancellationToken
    )
    {
        if (_credentials.Scheme is { } given)
        {
            return (await SendOnceAsync(method, given, path, cancellationToken), given);
        }

        try
        {
            return (await SendOnceAsync(method, Uri.UriSchemeHttps, path, cancellationToken), Uri.UriSchemeHttps);
        }
        catch (HttpRequestException) when (new Uri($"http://{_credentials.Host}").IsLoopback)
        {
            return (await SendOnceAsync(method, Uri.UriSchemeHttp, path, cancellationToken), Uri.UriSchemeHttp);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string scheme, string path, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, $"{scheme}://{RegistryHosts.ApiHost(_credentials.Host)}{path}")
        {
            Headers = { Authorization = _authorization },
        };
        foreach (var type in ManifestTypes)
        {
            request.Headers.Accept.ParseAdd(type);
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private async Task AuthenticateAsync(HttpResponseMessage response, string scope, CancellationToken cancellationToken)
    {
        if (response.Headers.WwwAuthenticate.FirstOrDefault(challenge => challenge.Scheme == "Bearer")?.Parameter is not { } parameter)
        {
            _authorization = Basic();
            return;
        }

        var parameters = BearerChallenge.Parse(parameter);
        if (!Uri.TryCreate(parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) || !IsTrusted(realm))
        {
            throw new RegistryException(
                $"{_credentials.Host} asks for a token of '{parameters.GetValueOrDefault("realm")}', which is not safe"
            );
        }

        var service = Uri.EscapeDataString(parameters.GetValueOrDefault("service") ?? "");
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"{realm}{(realm.Query.Length > 0 ? '&' : '?')}service={service}&scope={Uri.EscapeDataString(scope)}"
        );
        request.Headers.Authorization = Basic();
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var token = answer.IsSuccessStatusCode ? ReadToken(await ReadTextAsync(answer, cancellationToken)) : null;
        _authorization = token is not null
            ? new AuthenticationHeaderValue("Bearer", token)
            : throw new RegistryException(
                $"{realm.Host} gives no token for {_credentials.Host} ({(int)answer.StatusCode}): log in with the provider's `registryAuth` or "
                    + $"`docker login {_credentials.Host}`"
            );
    }

    // Credentials may not travel in plain text, except to a registry that itself is reached so.
    private bool IsTrusted(Uri realm) => realm.Scheme == Uri.UriSchemeHttps || realm.IsLoopback || _credentials.Scheme == Uri.UriSchemeHttp;

    private AuthenticationHeaderValue? Basic() =>
        _credentials.Username is { } user
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{_credentials.Password}")))
            : null;

    private async Task<RegistryException> RefusalAsync(
        HttpResponseMessage response,
        ImageReference image,
        string verb,
        CancellationToken cancellationToken
    )
    {
        var message = $"{_credentials.Host} refuses {verb} {image}: {(int)response.StatusCode} {response.ReasonPhrase}";
        var detail = Detail(await ReadTextAsync(response, cancellationToken));
        return new RegistryException(
            response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? $"{message}{detail}. Log in with the provider's `registryAuth` or `docker login {_credentials.Host}`"
                : message + detail
        );
    }

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxBody];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static string? ReadToken(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject answer ? answer.NonEmpty("token") ?? answer.NonEmpty("access_token") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Detail(string body)
    {
        try
        {
            var error = (JsonNode.Parse(body) as JsonObject)?.Objects("errors").FirstOrDefault();
            return error?.NonEmpty("message") is { } message ? $", {message}" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}

using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Hosting;

/// <summary>Sends requests to the API of a served cluster as its administrator, for commands beside kubectl.</summary>
public sealed class AdministratorClient : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly X509Certificate2 _authority;
    private readonly HttpClient _http;

    /// <summary>Creates a client for the cluster in a directory.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <exception cref="InvalidDataException">The cluster's settings are damaged.</exception>
    public AdministratorClient(string directory)
    {
        var settings = ClusterSettings.LoadOrCreate(directory);
        _authority = ServerCertificates.LoadOrCreate(directory, TimeProvider.System).Authority;
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { _authority },
        };
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust },
        };
        var server = new UriBuilder("https", "127.0.0.1", settings.Port).Uri;
        _http = new HttpClient(handler) { BaseAddress = server, Timeout = AnswerTimeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
    }

    /// <summary>Reads an object; null if there is none.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (StatusException missing) when (missing.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Reads an object or a list.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, body: null, "application/json", cancellationToken);

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path with its query, without a slash in front.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="contentType">The type of the body.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="StatusException">The API refuses the request.</exception>
    /// <exception cref="HttpRequestException">The API server cannot be reached.</exception>
    public async Task<JsonObject> SendAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue(contentType));
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject ?? [];
        return response.IsSuccessStatusCode
            ? answer
            : throw new StatusException((int)response.StatusCode, answer.Text("reason") ?? "", answer.Text("message") ?? "");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _authority.Dispose();
    }
}

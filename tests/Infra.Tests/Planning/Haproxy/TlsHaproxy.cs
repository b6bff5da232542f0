using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>
/// An HAProxy with a certificate from a Secret of type <c>kubernetes.io/tls</c>, and a client that accepts only this certificate.
/// </summary>
internal sealed class TlsHaproxy : IAsyncDisposable
{
    public const string Settings = "loadBalancing: {backend: haproxy, tlsSecret: shop-tls}";

    private readonly string _folder = Directory.CreateTempSubdirectory("infra-tests-").FullName;
    private readonly HaproxyProcess _haproxy;
    private readonly HttpClient _client;

    public TlsHaproxy(string configuration)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var request = new CertificateRequest("CN=shop.example.com", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
        var thumbprint = certificate.Thumbprint;
        _haproxy = HaproxyProcess.Start(configuration.Replace("/etc/haproxy/tls", _folder, StringComparison.Ordinal));
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, presented, _, _) => (presented as X509Certificate2)?.Thumbprint == thumbprint,
                },
            }
        )
        {
            BaseAddress = new Uri($"https://127.0.0.1:{_haproxy.Port}"),
        };
    }

    /// <summary>The HTTP version and the body of the first successful answer.</summary>
    public async Task<(Version Version, string Text)> AskAsync(Version version)
    {
        var (spoken, text) = (version, "");
        await _haproxy.UntilAsync(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Headers = { Host = "shop.example.com" },
            };
            using var answer = await _client.SendAsync(request);
            (spoken, text) = (answer.Version, await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode;
        });
        return (spoken, text);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _haproxy.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

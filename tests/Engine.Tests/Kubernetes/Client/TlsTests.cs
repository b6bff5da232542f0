using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engine.Tests.Kubernetes.Client;

/// <summary>Tests the client with a real server whose certificate has a private authority.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _serverCertificate;
    private readonly X509Certificate2 _clientCertificate;
    private readonly string _clientKey;
    private WebApplication? _server;

    public TlsTests()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=test authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = authority.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        (_serverCertificate, _) = Issue("CN=server", "kubernetes.default.svc");
        (_clientCertificate, _clientKey) = Issue("CN=alice", null);
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
                    {
                        https.ServerCertificate = _serverCertificate;
                        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                        https.AllowAnyClientCertificate();
                    })));
        _server = builder.Build();
        _server.MapGet("/who", (HttpContext context) => Results.Json(
                new
                {
                    protocol = context.Request.Protocol,
                    certificate = context.Connection.ClientCertificate?.Subject,
                    authorization = context.Request.Headers.Authorization.ToString(),
                }
            ));
        _server.MapGet("/elsewhere", () => Results.Redirect("https://other.test/who"));
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        _authority.Dispose();
        _serverCertificate.Dispose();
        _clientCertificate.Dispose();
    }

    [Fact]
    public async Task Get_TrustedAuthorityAndToken_UsesHttp2()
    {
        var who = await WhoAsync("{token: abc}");
        Assert.Equal(("HTTP/2", "Bearer abc"), (who["protocol"]!.GetValue<string>(), who["authorization"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Get_ClientCertificate_IsSent()
    {
        var who = await WhoAsync(
            $"{{client-certificate-data: {Base64(_clientCertificate.ExportCertificatePem())}, client-key-data: {Base64(_clientKey)}}}"
        );
        Assert.Equal("CN=alice", who["certificate"]!.GetValue<string>());
    }

    [Fact]
    public async Task Get_TlsServerName_IsExpectedInTheCertificate()
    {
        var who = await WhoAsync("{token: abc}", "tls-server-name: kubernetes.default.svc,", address: "localhost");
        Assert.Equal("HTTP/2", who["protocol"]!.GetValue<string>());
        var e = await Assert.ThrowsAsync<ClusterUnreachableException>(() => WhoAsync("{token: abc}", "tls-server-name: other.test,"));
        Assert.Contains("certificate", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_TlsServerNameThroughAProxy_IsExpectedInTheCertificate()
    {
        using var proxy = new ConnectProxy();
        var who = await WhoAsync(
            "{token: abc}",
            $"tls-server-name: kubernetes.default.svc, proxy-url: \"http://me:pw@127.0.0.1:{proxy.Port}\",",
            address: "localhost"
        );
        Assert.Equal("HTTP/2", who["protocol"]!.GetValue<string>());
        Assert.StartsWith("CONNECT localhost:", proxy.Requests.Single(), StringComparison.Ordinal);
        Assert.Contains($"Basic {Base64("me:pw")}", proxy.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Redirect_IsNotFollowed()
    {
        using var client = new KubernetesClient(Connect(Config("{token: abc}", "", "127.0.0.1")), TimeProvider.System);
        var e = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("elsewhere", CancellationToken.None));
        Assert.Contains("redirects to https://other.test/who", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UntrustedAuthority_IsUnreachableWithTheReason()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var foreign = new CertificateRequest("CN=foreign", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(1)
        );
        var e = await Assert.ThrowsAsync<ClusterUnreachableException>(() => WhoAsync("{token: abc}", authority: foreign));
        Assert.Contains("its TLS certificate is not accepted", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_InsecureSkipTlsVerify_Succeeds()
    {
        var config = Config("{token: abc}", "insecure-skip-tls-verify: true,", "127.0.0.1")
            .Replace(Base64(_authority.ExportCertificatePem()), "", StringComparison.Ordinal);
        using var client = new KubernetesClient(Connect(config), TimeProvider.System);
        Assert.NotNull((await client.GetAsync("who", CancellationToken.None))["protocol"]);
    }

    private async Task<System.Text.Json.Nodes.JsonObject> WhoAsync(
        string user,
        string cluster = "",
        string address = "127.0.0.1",
        X509Certificate2? authority = null
    )
    {
        using var client = new KubernetesClient(Connect(Config(user, cluster, address, authority)), TimeProvider.System);
        return await client.GetAsync("who", CancellationToken.None);
    }

    private static ClusterConnection Connect(string config) =>
        ClusterConnection.From(KubeconfigReader.Parse(config, "test", "/"), null, null, TimeProvider.System);

    private string Config(string user, string cluster, string address, X509Certificate2? authority = null)
    {
        var port = new Uri(_server!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        return $"""
            current-context: x
            contexts: [{"{"}name: x, context: {"{"}cluster: c, user: u{"}"}{"}"}]
            clusters: [{"{"}name: c, cluster: {"{"}server: "https://{address}:{port}", {cluster} certificate-authority-data: "{Base64(
                (authority ?? _authority).ExportCertificatePem()
            )}"{"}"}{"}"}]
            users: [{"{"}name: u, user: {user}{"}"}]
            """;
    }

    private (X509Certificate2 Certificate, string KeyPem) Issue(string subject, string? dnsName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (dnsName is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(dnsName);
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(
            _authority,
            TimeProvider.System.GetUtcNow().AddHours(-1),
            TimeProvider.System.GetUtcNow().AddHours(1),
            RandomNumberGenerator.GetBytes(8)
        );
        using var withKey = certificate.CopyWithPrivateKey(key);
        return (X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Engine.Docker.Client;
using Infra.Engine.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engine.Tests.Docker.Client;

/// <summary>TCP with TLS, whose server asks for the client's certificate.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = TimeProvider.System.GetUtcNow().AddDays(-1);

    private readonly Issuer _issuer = Issuer.Create();
    private WebApplication? _server;
    private int _port;

    public async Task InitializeAsync()
    {
        var certificate = _issuer.Issue("localhost");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(
                    new HttpsConnectionAdapterOptions
                    {
                        ServerCertificate = certificate,
                        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                        ClientCertificateValidation = (client, _, _) => client.Issuer == _issuer.Certificate.Subject,
                    }
                )));
        _server = builder.Build();
        _server.Run(context =>
        {
            context.Response.Headers["Api-Version"] = "1.47";
            return context.Response.WriteAsync("""{"ID":"engine-1"}""");
        });
        await _server.StartAsync();
        var address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _port = new Uri(address).Port;
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        _issuer.Dispose();
    }

    [Fact]
    public async Task GetAsync_WithCertificates_ReachesTheEngine()
    {
        using var client = Connect(_issuer);

        Assert.Equal("engine-1", (await client.GetAsync("/info", CancellationToken.None)).Text("ID"));
        Assert.Equal(new ApiVersion(1, 47), (await client.IdentifyAsync(CancellationToken.None)).Version);
    }

    [Fact]
    public async Task GetAsync_WithAnotherAuthority_NamesTheSettings()
    {
        using var other = Issuer.Create();
        using var client = Connect(other);

        var error = await Assert.ThrowsAsync<EngineUnreachableException>(() => client.GetAsync("/info", CancellationToken.None));

        Assert.Contains("caMaterial", error.Message, StringComparison.Ordinal);
    }

    private EngineClient Connect(Issuer issuer)
    {
        using var own = issuer.Issue("client");
        var certificates = new EngineCertificates(
            issuer.Certificate.ExportCertificatePem(),
            own.ExportCertificatePem(),
            own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()
        );
        Assert.Null(certificates.FindProblem());
        Assert.True(EngineAddress.TryParse($"tcp://localhost:{_port}", "the test", certificates, out var address, out _));
        return new EngineClient(address, TimeProvider.System);
    }

    /// <summary>An authority that issues certificates.</summary>
    private sealed class Issuer : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        private Issuer()
        {
            var request = new CertificateRequest("CN=authority of the test", _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            Certificate = request.CreateSelfSigned(Begin, Begin.AddDays(10));
        }

        public X509Certificate2 Certificate { get; }

        public static Issuer Create() => new();

        public X509Certificate2 Issue(string name)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            using var issued = request.Create(Certificate, Begin, Begin.AddDays(9), RandomNumberGenerator.GetBytes(8));
            using var whole = issued.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        }

        public void Dispose()
        {
            Certificate.Dispose();
            _key.Dispose();
        }
    }
}

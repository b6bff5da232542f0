using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Infra.Engine.Authorities;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Authorities;

/// <summary>The credentials of new clusters: complete, kept when they are there, and renewed in time.</summary>
public class ClusterCredentialsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Complete_WithNothing_CreatesEverything_AndNothingTheSecondTime()
    {
        var created = Complete(ImmutableDictionary<string, string>.Empty);

        Assert.Equal(ClusterCredentials.Names, created.Select(pair => pair.Key));
        Assert.Empty(Complete(created.ToDictionary()));
        Assert.Equal(created.Length, created.Select(pair => pair.Value).Distinct().Count());
    }

    [Theory]
    [InlineData("token", "token")]
    [InlineData("server client", "client server")]
    [InlineData("administrator", "")]
    [InlineData("client serviceKey administrator", "client serviceKey")]
    [InlineData("client server requestHeader etcdServer etcdPeer", "")]
    [InlineData("serviceKey token agentToken", "")]
    public void FindLost_WithoutSome_NamesThoseThatAreNotCreatedAlone(string missing, string expected)
    {
        var existing = Complete(ImmutableDictionary<string, string>.Empty)
            .Where(pair => !missing.Split(' ').Contains(pair.Key))
            .ToDictionary();

        Assert.Equal(expected, string.Join(' ', ClusterCredentials.FindLost(existing)));
    }

    [Fact]
    public void Complete_WithoutTheAdministrator_CreatesOnlyIt()
    {
        var existing = Complete(ImmutableDictionary<string, string>.Empty).Where(pair => pair.Key != "administrator").ToDictionary();

        Assert.Equal(["administrator"], Complete(existing).Select(pair => pair.Key));
    }

    [Theory]
    [InlineData(274, false)]
    [InlineData(276, true)]
    [InlineData(400, true)]
    public void Complete_DuringTheLastDaysOfTheAdministrator_RenewsIt(int days, bool isRenewed)
    {
        var existing = Complete(ImmutableDictionary<string, string>.Empty).ToDictionary();
        _time.Advance(TimeSpan.FromDays(days));

        Assert.Equal(isRenewed ? ["administrator"] : [], Complete(existing).Select(pair => pair.Key));
    }

    [Fact]
    public void Complete_WithAnAuthorityOfRsaWithoutIdentifier_IssuesTheAdministratorFromIt()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=own", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(_time.GetUtcNow(), _time.GetUtcNow().AddDays(100));
        var pem = $"{authority.ExportCertificatePem()}\n{key.ExportRSAPrivateKeyPem()}\n";

        var issued = Complete(new Dictionary<string, string> { ["client"] = pem }).ToDictionary()["administrator"];

        using var administrator = X509Certificate2.CreateFromPem(issued, issued);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime.AddDays(1);
        Assert.True(chain.Build(administrator));
        Assert.Equal(authority.NotAfter, administrator.NotAfter);
    }

    private ImmutableArray<KeyValuePair<string, string>> Complete(IReadOnlyDictionary<string, string> existing) =>
        new ClusterCredentials(_time).Complete(existing);
}

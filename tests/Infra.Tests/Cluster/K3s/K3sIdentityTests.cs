using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Infra.Backend.Loading;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings.Values;
using Infra.Engine.Authorities;
using YamlDotNet.RepresentationModel;

namespace Infra.Tests.Cluster.K3s;

/// <summary>The authorities as K3s reads them, and the kubeconfig that follows from them.</summary>
public class K3sIdentityTests
{
    [Fact]
    public void TheKubeconfig_HasTheServersAuthority_AndAClientCertificateThatTheClusterTrusts()
    {
        var plan = Plan("loadBalancer: {address: 10.0.0.5, port: 16443}");
        var yaml = new YamlStream();
        yaml.Load(new StringReader(plan.Kubeconfig));
        var root = yaml.Documents[0].RootNode;

        Assert.Equal("https://10.0.0.5:16443", (string?)root["clusters"][0]["cluster"]["server"]);
        Assert.Equal(File(plan, "server-ca.crt"), Decode(root["clusters"][0]["cluster"]["certificate-authority-data"]));
        using var user = X509Certificate2.CreateFromPem(
            Decode(root["users"][0]["user"]["client-certificate-data"]),
            Decode(root["users"][0]["user"]["client-key-data"])
        );
        using var authority = X509Certificate2.CreateFromPem(File(plan, "client-ca.crt"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        Assert.True(chain.Build(user));
        Assert.Equal("O=system:masters, CN=system:admin", user.Subject);
    }

    [Fact]
    public void TheFilesOfTheAuthorities_AreTheOnesThatK3sReads_EachWithItsKey()
    {
        var plan = Plan("");

        Assert.Equal(
            [
                "client-ca.crt",
                "client-ca.key",
                "etcd/peer-ca.crt",
                "etcd/peer-ca.key",
                "etcd/server-ca.crt",
                "etcd/server-ca.key",
                "request-header-ca.crt",
                "request-header-ca.key",
                "server-ca.crt",
                "server-ca.key",
                "service.key",
            ],
            plan.Identity.AuthorityFiles()
                .Select(file => Path.GetRelativePath("/var/lib/rancher/k3s/server/tls", file.Path))
                .Order(StringComparer.Ordinal)
        );
        foreach (var name in (string[])["server-ca", "client-ca", "request-header-ca", "etcd/server-ca", "etcd/peer-ca"])
        {
            using var authority = X509Certificate2.CreateFromPem(File(plan, $"{name}.crt"), File(plan, $"{name}.key"));
            Assert.True(authority.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        }
    }

    [Fact]
    public void Tokens_HaveTheDigestOfTheFileThatTheServersShow()
    {
        var plan = Plan("");
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(File(plan, "server-ca.crt"))));

        Assert.Matches($"^K10{digest}::server:[0-9a-f]{{64}}$", plan.Identity.ServerToken);
        Assert.Equal($"K10{digest}::node:{plan.Identity.AgentSecret}", plan.Identity.AgentToken);
    }

    [Theory]
    [InlineData("", "https://127.0.0.1:6443")]
    [InlineData("loadBalancer: {address: \"::1\"}", "https://[::1]:6443")]
    [InlineData("loadBalancer: {address: 0.0.0.0}, tlsNames: [k8s.example.com]", "https://k8s.example.com:6443")]
    [InlineData("loadBalancer: {address: 0.0.0.0}", "https://127.0.0.1:6443")]
    [InlineData("loadBalancer: {kind: none, port: 7443}", "https://127.0.0.1:7443")]
    [InlineData("hosts: [\"ssh://root@10.0.0.1\"]", "https://127.0.0.1:6443")]
    [InlineData("hosts: [\"ssh://root@10.0.0.1\"], loadBalancer: none", "https://10.0.0.1:6443")]
    public void TheServerOfTheKubeconfig_IsWhatIsInFrontOfTheServers_AndInTheirCertificate(string settings, string server)
    {
        var plan = Plan(settings);

        Assert.Contains($"server: {server}\n", plan.Kubeconfig, StringComparison.Ordinal);
        Assert.Contains($"  - \"{new Uri(server).DnsSafeHost}\"\n", plan.Servers[0].Config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.35.9-k3s1", "v1.36.2-k3s1", null)]
    [InlineData("v1.36.2-k3s1", "v1.36.1+k3s2", null)]
    [InlineData("v1.36.2-k3s1", "v1.36.2-rc1-k3s1", null)]
    [InlineData(null, "v1.36.2-k3s1", null)]
    [InlineData("v1.34.9-k3s1", "v1.36.2-k3s1", "upgrade to a release of v1.35 first")]
    [InlineData("v1.36.2-k3s1", "v1.35.9-k3s1", "K3s cannot go back; write a release of v1.36")]
    public void AnUpgrade_TakesEachMinorVersionInTurn(string? former, string wanted, string? problem)
    {
        K3sVersion? from = null;
        Assert.True(former is null || K3sVersion.TryParse(former, out from));
        Assert.True(K3sVersion.TryParse(wanted, out var to));

        var found = K3sUpgrade.FindProblem(from, to!);

        Assert.Equal(problem is null, found is null);
        Assert.Contains(problem ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void AnIntermediateAuthority_IsATrustedOne_AndTokensHaveTheDigestOfItsRoot()
    {
        var values = K3sStack.Credentials.ToDictionary();
        using var root = X509Certificate2.CreateFromPem(values["server"], values["server"]);
        var (intermediate, key) = CreateIntermediate(root);
        var pem = $"{intermediate.ExportCertificatePem()}\n{root.ExportCertificatePem()}\n{key}\n";
        values["client"] = values["server"] = pem;
        values.Remove("administrator");
        var issued = new ClusterCredentials(TimeProvider.System).Complete(values);
        Assert.Equal(["administrator"], issued.Select(pair => pair.Key));
        Assert.Empty(new ClusterCredentials(TimeProvider.System).Complete(values.Concat(issued).ToDictionary()));

        var sources = K3sStack.Sources("kind: k3s, version: v1.36.2-k3s1", values.Concat(issued));
        var plan = SettingsLoader.Load(sources).Plans[0].K3s!;

        Assert.StartsWith(
            $"K10{Convert.ToHexStringLower(SHA256.HashData(root.RawData))}::server:",
            plan.Identity.ServerToken,
            StringComparison.Ordinal
        );
    }

    private static (X509Certificate2 Certificate, string Key) CreateIntermediate(X509Certificate2 root)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=intermediate", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var certificate = request.Create(root, root.NotBefore.AddMinutes(1), root.NotAfter.AddDays(-1), [1, 2, 3]);
        return (certificate, key.ExportECPrivateKeyPem());
    }

    private static K3sPlan Plan(string settings) =>
        K3sStack.Load($"kind: k3s, version: v1.36.2-k3s1, {settings}".TrimEnd(' ', ',')).Plans[0].K3s!;

    private static string File(K3sPlan plan, string name) =>
        plan.Identity.AuthorityFiles().Single(file => file.Path == $"/var/lib/rancher/k3s/server/tls/{name}").Content;

    private static string Decode(YamlNode node) => Encoding.UTF8.GetString(Convert.FromBase64String((string)node!));
}

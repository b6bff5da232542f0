using System.Collections.Immutable;
using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Engine.Authorities;
using Infra.Tests.Settings;
using Microsoft.Extensions.Time.Testing;

namespace Infra.Tests.Cluster.K3s;

/// <summary>Clusters of K3s that could not work are reported with their place and cure.</summary>
public class K3sCheckTests
{
    private const string Version = "version: v1.36.2-k3s1";
    private const string Node = "\"ssh://root@10.0.0.1\"";

    [Theory]
    [InlineData("", "cluster.version: the release of K3s is missing; write 'version: v1.36.2-k3s1'")]
    [InlineData("version: v1.36.2", "cluster.version: 'v1.36.2' is not a release of K3s; write it as v1.36.2-k3s1")]
    [InlineData("version: latest", "cluster.version: 'latest' is not a release of K3s")]
    [InlineData("version: \"v1.36.2-k3s1\\n\"", "cluster.version")]
    [InlineData(Version + ", servers: 2", "cluster.servers: 2 servers survive no more failures than 1")]
    [InlineData(Version + ", servers: 4", "write 3 or 5")]
    [InlineData(Version + ", servers: 0", "cluster.servers: 0 is out of range; write a number from 1 to 7")]
    [InlineData(Version + ", context: prod", "cluster.context: the stack creates the cluster")]
    [InlineData(Version + ", kubeconfig: a.yaml", "cluster.kubeconfig: the stack creates the cluster")]
    [InlineData(Version + ", pools: {server: 1}", "cluster.pools.server: the servers have the names of this pool's nodes")]
    [InlineData(Version + ", pools: {a: {taints: [{key: \"a b\"}]}}", "cluster.pools.a.taints[0]: 'a b=' is not a valid taint")]
    [InlineData(Version + ", disable: [treafik]", "cluster.disable[0]: K3s has no component 'treafik'; did you mean 'traefik'?")]
    [InlineData(
        Version + ", addons: {metricsServer: {version: v1, manifests: README.md}}",
        "cluster.addons.metricsServer: K3s brings metrics-server, and the two would take the same names or ports; add metrics-server to 'disable'"
    )]
    [InlineData(Version + ", addons: {ingress: {version: v1, manifests: README.md}}, disable: [servicelb]", "K3s brings traefik")]
    [InlineData(Version + ", tlsNames: [\"https://a\"]", "cluster.tlsNames[0]: 'https://a' is neither a DNS name nor an IP address")]
    [InlineData(Version + ", subnet: 10.44.0.0", "cluster.subnet: '10.44.0.0' is not a range of IPv4 addresses")]
    [InlineData(Version + ", subnet: 10.44.0.0/28", "a prefix from /8 to /26")]
    [InlineData(Version + ", subnet: 10.44.0.1/24", "cluster.subnet: '10.44.0.1/24' is not a range")]
    [InlineData(Version + ", subnet: \"fd00::/64\"", "cluster.subnet: 'fd00::/64' is not a range")]
    [InlineData(Version + ", subnet: 10.40.0.0/13", "cluster.subnet: it overlaps with 10.42.0.0/16")]
    [InlineData(Version + ", subnet: 10.43.7.0/24", "cluster.subnet: it overlaps with 10.43.0.0/16")]
    [InlineData(Version + ", subnet: 10.44.0.0/26, pools: {a: 20, b: 12}", "it has addresses for 31 agents, and the pools have 32")]
    [InlineData(Version + ", hosts: [10.0.0.1]", "cluster.hosts[0]: '10.0.0.1' is not the address of a Docker engine")]
    [InlineData(Version + ", hosts: [\"http://10.0.0.1\"]", "cluster.hosts[0]: 'http://10.0.0.1' is not the address of a Docker engine")]
    [InlineData(Version + ", hosts: [\"ssh://node.example.com\"]", "cluster.hosts[0]: 'ssh://node.example.com' has no IP address")]
    [InlineData(Version + ", hosts: [{engine: \"unix:///a.sock\", address: x}]", "cluster.hosts[0].address: 'x' has no IP address")]
    [InlineData(Version + ", hosts: [{engine: \"ssh://10.0.0.1\", externalAddress: x}]", "cluster.hosts[0].externalAddress: 'x' is not")]
    [InlineData(Version + ", servers: 3, hosts: [" + Node + "]", "cluster.hosts: 1 of them name no pool, and the cluster has 3 servers")]
    [InlineData(Version + ", hosts: [" + Node + ", \"ssh://10.0.0.2\"]", "cluster.hosts: 1 of them would run no node")]
    [InlineData(
        Version + ", pools: {a: 2}, hosts: [" + Node + ", \"ssh://10.0.0.2\"]",
        "1 of them are for the pool 'a', which has 2 nodes"
    )]
    [InlineData(
        Version + ", pools: {a: 1}, hosts: [" + Node + ", \"ssh://me@10.0.0.1\"]",
        "cluster.hosts[1]: '10.0.0.1' is that of hosts[0] already"
    )]
    [InlineData(
        Version + ", pools: {abc: 1}, hosts: [" + Node + ", {engine: \"ssh://10.0.0.2\", pool: abd}]",
        "there is no pool 'abd'; did you mean 'abc'?"
    )]
    [InlineData(Version + ", loadBalancer: nginx", "cluster.loadBalancer.kind: 'nginx' is not one of haproxy, none")]
    [InlineData(
        Version + ", loadBalancer: {address: lb.example.com}",
        "cluster.loadBalancer.address: 'lb.example.com' is not an IP address"
    )]
    [InlineData(Version + ", loadBalancer: {http: 6443}", "cluster.loadBalancer: port 6443 is published twice")]
    [InlineData(Version + ", loadBalancer: {kind: none, https: 443}", "cluster.loadBalancer.https: there is no load balancer")]
    [InlineData(
        Version + ", loadBalancer: {engine: \"ssh://10.0.0.9\"}",
        "cluster.loadBalancer.engine: the nodes are on the local Docker engine"
    )]
    [InlineData(
        Version + ", hosts: [" + Node + "], loadBalancer: {engine: \"ssh://10.0.0.9\"}",
        "127.0.0.1 on the machine of the load balancer"
    )]
    [InlineData(
        Version + ", hosts: [" + Node + "], loadBalancer: {engine: " + Node + ", address: 10.0.0.1}",
        "cluster.loadBalancer.port: a node uses port 6443 of this machine"
    )]
    [InlineData(Version + ", registry: \"https://mirror\"", "cluster.registry: 'https://mirror' is not a registry")]
    [InlineData(Version + ", registry: mirror", "cluster.registry: 'mirror' is not a registry")]
    [InlineData(Version + ", registry: {host: m.example.com, username: u}", "cluster.registry: a username without a password is not used")]
    [InlineData(Version + ", registry: {host: m.example.com, authority: x}", "cluster.registry.authority: this is not a certificate")]
    public void ABadCluster_IsRefusedWithItsPlaceAndCure(string cluster, string message)
    {
        var refused = Assert.Throws<InvalidSettingsException>(() => K3sStack.Load($"kind: k3s, {cluster}".TrimEnd(' ', ',')));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains("stacks/Pulumi.dev.yaml:2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllProblems_AreReportedAtOnce()
    {
        var refused = Assert.Throws<InvalidSettingsException>(() =>
            K3sStack.Load("kind: k3s, servers: 2, subnet: x, disable: [a], loadBalancer: {address: y}, pools: {a: {zone: \"\"}}")
        );

        Assert.All(["version", "servers", "subnet", "disable[0]", "loadBalancer.address", "pools.a.zone"], setting =>
            Assert.Contains($"cluster.{setting}:", refused.Message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "",
        "cluster.credentials: the cluster has no certificate authorities and tokens yet; create them with 'infra cluster init --stack dev'"
    )]
    [InlineData("server", "cluster.credentials.server: this setting is missing")]
    public void MissingCredentials_AreRefusedWithTheCommandThatCreatesThem(string missing, string message)
    {
        var credentials =
            missing.Length == 0 ? "" : $", credentials: {{{K3sStack.Write(K3sStack.Credentials.Where(pair => pair.Key != missing))}}}";
        var sources = StackSources.From(K3sStack.Catalogue, $"config:\n  infra:cluster: {{kind: k3s, {Version}{credentials}}}\n");

        var refused = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("server", "x", "cluster.credentials.server: this is not a certificate and its key in PEM")]
    [InlineData("etcdPeer", "administrator", "cluster.credentials.etcdPeer: this is not the certificate of an authority")]
    [InlineData("client", "server", "cluster.credentials.administrator: the certificate is not one of the authority 'client'")]
    [InlineData("serviceKey", "token", "cluster.credentials.serviceKey: this is not an RSA key in PEM")]
    [InlineData("token", "short", "cluster.credentials.token: a token has at least 16 letters")]
    public void WrongCredentials_AreRefused_WithoutShowingThem(string name, string other, string message)
    {
        var values = K3sStack.Credentials.ToDictionary();
        var replacement = values.GetValueOrDefault(other, other);
        values[name] = replacement;

        var refused = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(K3sStack.Sources($"kind: k3s, {Version}", values)));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "cluster.credentials.administrator: the certificate expired on")]
    [InlineData(340, null)]
    public void AnExpiredAdministrator_IsRefused_AndOneThatIsAboutToExpireIsAWarning(int daysAgo, string? error)
    {
        var then = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(daysAgo));
        var sources = K3sStack.Sources(
            $"kind: k3s, {Version}",
            new ClusterCredentials(then).Complete(ImmutableDictionary<string, string>.Empty)
        );

        if (error is null)
        {
            var warning = Assert.Single(SettingsLoader.Load(sources).Warnings);
            Assert.Contains("renew it with 'infra cluster init --stack dev'", warning.ToString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(
                error,
                Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void TwoClustersOnTheLocalEngine_NeedDifferentSubnetsAndPorts()
    {
        var refused = RefuseTwo("", "");

        Assert.Contains("clusters.b.subnet: it overlaps with that of 'a'", refused, StringComparison.Ordinal);
        Assert.Contains("clusters.b.loadBalancer.port: a load balancer of 'a' uses port 6443", refused, StringComparison.Ordinal);
        LoadTwo("", "subnet: 10.45.0.0/16, loadBalancer: {port: 6444},");
        LoadTwo("", "subnet: 10.45.0.0/16, loadBalancer: {address: 127.0.0.2},");
    }

    [Theory]
    [InlineData("loadBalancer: {address: 0.0.0.0}", "subnet: 10.45.0.0/16", "b.loadBalancer.port: a load balancer of 'a' uses port 6443")]
    [InlineData("loadBalancer: {http: 80}", "subnet: 10.45.0.0/16, loadBalancer: {port: 80}", "a load balancer of 'a' uses port 80")]
    [InlineData("loadBalancer: none", "subnet: 10.45.0.0/16", "b.loadBalancer.port: a load balancer of 'a' uses port 6443")]
    [InlineData(
        "hosts: [" + Node + "]",
        "hosts: [\"ssh://me@10.0.0.1\"], loadBalancer: {port: 7443}",
        "clusters.b.hosts[0]: a node of 'a' uses port 6443"
    )]
    [InlineData(
        "hosts: [{engine: \"unix:///var/run/docker.sock\", address: 10.0.0.7}], loadBalancer: none",
        "loadBalancer: {port: 7443, http: 80}",
        "clusters.b.loadBalancer.http: a node of 'a' uses port 80"
    )]
    [InlineData(
        "hosts: [" + Node + "], loadBalancer: none",
        "loadBalancer: {address: 10.0.0.1}",
        "clusters.b.loadBalancer.port: a node of 'a' uses port 6443"
    )]
    public void ThePortsOfAMachine_AreTakenOnce_ByAllClustersOfTheStack(string first, string second, string message) =>
        Assert.Contains(message, RefuseTwo($"{first},", $"{second},"), StringComparison.Ordinal);

    [Fact]
    public void WithoutServicelb_ThePortsOfTrafficAreFree()
    {
        const string Host = "hosts: [{engine: \"unix:///var/run/docker.sock\", address: 10.0.0.7}], loadBalancer: {port: 7443, http: 80}";

        Assert.Throws<InvalidSettingsException>(() => K3sStack.Load($"kind: k3s, {Version}, {Host}"));
        K3sStack.Load($"kind: k3s, {Version}, {Host}, disable: [servicelb]");
    }

    [Theory]
    [InlineData("administrator", "remove it and run 'infra cluster init --stack dev'")]
    [InlineData("client", "restore what the cluster was created with")]
    [InlineData("token", "restore what the cluster was created with")]
    public void OnlyTheAdministrator_IsCreatedAgain(string name, string cure)
    {
        var values = K3sStack.Credentials.ToDictionary();
        values[name] = "x";

        var refused = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(K3sStack.Sources($"kind: k3s, {Version}", values)));

        Assert.Contains(refused.Message.Split('\n'), line =>
            line.Contains($"cluster.credentials.{name}:", StringComparison.Ordinal) && line.Contains(cure, StringComparison.Ordinal)
        );
    }

    private static string RefuseTwo(string first, string second) =>
        Assert.Throws<InvalidSettingsException>(() => LoadTwo(first, second)).Message;

    private static void LoadTwo(string first, string second)
    {
        var credentials = $"credentials: {{{K3sStack.Write(K3sStack.Credentials)}}}";
        SettingsLoader.Load(
            StackSources.From(
                K3sStack.Catalogue,
                "config:\n  infra:clusters:\n"
                    + $"    a: {{kind: k3s, {Version}, region: a, {first} {credentials}}}\n"
                    + $"    b: {{kind: k3s, {Version}, region: b, {second} {credentials}}}\n"
            )
        );
    }
}

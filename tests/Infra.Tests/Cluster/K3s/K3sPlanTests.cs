using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Infra.Tests.Documentation;
using Infra.Tests.Golden;
using Pulumi.Testing;
using YamlDotNet.Serialization;

namespace Infra.Tests.Cluster.K3s;

/// <summary>The declared containers of clusters of K3s.</summary>
public partial class K3sPlanTests
{
    private const string Version = "kind: k3s, version: v1.36.2-k3s1";

    private const string ThreeServers =
        Version
        + ", servers: 3, disable: [traefik], tlsNames: [k8s.example.com], loadBalancer: {http: 8080, https: 8443}"
        + ", registry: {host: \"mirror.example.com:5000/k8s\", username: nodes, password: {secure: \"v1:hunter2\"}}"
        + ", pools: {general: {count: 2, zones: [a, b], labels: {tier: web, node-role.kubernetes.io/worker: \"\"}, maxPods: 50},"
        + " batch: {count: 1, zone: c, taints: [{key: dedicated, value: batch, effect: noExecute}, {key: slow}]}}";

    private const string Hosts =
        Version
        + ", servers: 3, pools: {general: 1, batch: {count: 1, labels: {disk: ssd}}}"
        + ", hosts: [\"ssh://root@10.0.0.1\", \"ssh://root@10.0.0.2:2222\", {engine: \"ssh://b.example.com\", address: 10.0.0.21, pool: batch},"
        + " {engine: \"tcp://10.0.0.3:2376\", externalAddress: 203.0.113.3}, \"ssh://root@10.0.0.11\"]"
        + ", loadBalancer: {engine: \"ssh://lb.example.com\", address: 10.0.0.9, port: 443}";

    /// <summary>The flags of <c>k3s server</c> and <c>k3s agent</c> that the configuration files may have.</summary>
    private static readonly ImmutableHashSet<string> AgentFlags =
    [
        "server",
        "token-file",
        "node-name",
        "node-ip",
        "node-external-ip",
        "node-label",
        "node-taint",
        "kubelet-arg",
        "disable-default-registry-endpoint",
    ];

    private static readonly ImmutableHashSet<string> ServerFlags = AgentFlags.Union([
        "cluster-init",
        "agent-token-file",
        "tls-san",
        "cluster-domain",
        "disable",
    ]);

    [Theory]
    [InlineData("k3s-one-server", Version + ", pools: {general: {count: 1, zone: a}}")]
    [InlineData("k3s-three-servers", ThreeServers)]
    [InlineData("k3s-hosts", Hosts)]
    public async Task ThePlan_MatchesTheGoldenFile(string golden, string cluster)
    {
        var plan = await K3sStack.Plan(cluster);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", $"{golden}.yaml"],
            GoldenPlan.Write(plan, IsOfCluster, (_, _, text) => Portable(text))
        );
    }

    [Theory]
    [InlineData(Version)]
    [InlineData(ThreeServers)]
    [InlineData(Hosts)]
    [InlineData(Version + ", servers: 5, clusterDomain: k8s.internal, pools: {a: {count: 9, maxPods: 10}}, loadBalancer: none")]
    public async Task TheConfigurationOfEachNode_HasFlagsOfItsCommandOnly_AndNothingSecretIsVisibleInInspect(string cluster)
    {
        var containers = (await K3sStack.Plan(cluster)).Resources.Where(IsNode).ToList();

        Assert.All(containers, container =>
        {
            var inputs = new Inputs(container.Inputs);
            var flags = new Deserializer().Deserialize<Dictionary<string, object>>(Upload(container, "config.yaml"));
            Assert.Subset((string)inputs["command[0]"]! == "server" ? ServerFlags : AgentFlags, flags.Keys.ToHashSet());

            Assert.Equal(["image", "name"], container.Inputs.Keys.Where(key => key is "image" or "name" or "envs" or "labels").Order());
        });
    }

    [Fact]
    public async Task Nodes_StartOneAfterTheOther_AndTheLoadBalancerBetweenServersAndAgents()
    {
        var events = new ConcurrentQueue<string>();
        await RecordedPlan.Create(K3sStack.Sources(ThreeServers), whenRegistered: async resource =>
        {
            events.Enqueue($"{resource.Name} begins");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            events.Enqueue($"{resource.Name} is there");
        });

        string[] order = ["server-1", "server-2", "server-3", "load-balancer", "cluster", "node-server-3", "batch-1"];
        string[] later = ["batch-1", "node-batch-1", "general-1", "node-general-1", "general-2", "node-general-2", "shop"];
        var seen = events.ToList();
        foreach (var names in (string[][])[order, later])
        {
            foreach (var (before, after) in names.Zip(names.Skip(1)))
            {
                Assert.InRange(seen.IndexOf($"{before} is there"), 0, seen.IndexOf($"{after} begins"));
            }
        }
    }

    [Fact]
    public async Task TheFormerVersion_IsTheStacksOwnOutput_AndASkippedMinorVersionFails()
    {
        var former = ImmutableDictionary<string, object>.Empty.Add(
            "k3s",
            ImmutableDictionary<string, object>.Empty.Add("cluster", "v1.34.5-k3s2")
        );

        var error = await Assert.ThrowsAnyAsync<Exception>(() => K3sStack.Plan(Version, former));

        Assert.Contains(
            "v1.36.2-k3s1 skips a minor version: upgrade to a release of v1.35 first",
            error.ToString(),
            StringComparison.Ordinal
        );
        Assert.NotNull(await K3sStack.Plan("kind: k3s, version: v1.35.0-k3s1", former));
    }

    private static bool IsOfCluster(MockResourceArgs resource) =>
        resource.Type!.StartsWith("docker:", StringComparison.Ordinal)
        || resource.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal)
        || resource.Type == "infra:cluster:K3sCluster"
        || IsNodeObject(resource);

    private static bool IsNode(MockResourceArgs resource) =>
        resource.Type == "docker:index/container:Container" && resource.Name != "load-balancer";

    private static bool IsNodeObject(MockResourceArgs resource) =>
        resource.Type is "kubernetes:core/v1:Node" or "kubernetes:core/v1:NodePatch";

    private static string Upload(MockResourceArgs container, string file) =>
        (string)
            new Inputs(container.Inputs)
                .List("uploads")
                .Single(upload => ((string)upload["file"]!).EndsWith(file, StringComparison.Ordinal))["content"]!;

    /// <summary>Replaces what differs from run to run.</summary>
    private static string Portable(string text) =>
        Data().Replace(Token().Replace(Digest().Replace(Pem().Replace(text, "[$1]"), "K10[digest]::"), "[token]"), "-data: \"[base64]\"");

    [GeneratedRegex("-----BEGIN ([A-Z ]+)-----[^-]+-----END [A-Z ]+-----\n")]
    private static partial Regex Pem();

    [GeneratedRegex("K10[0-9a-f]{64}::")]
    private static partial Regex Digest();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Token();

    [GeneratedRegex("-data: [A-Za-z0-9+/=]{40,}")]
    private static partial Regex Data();
}

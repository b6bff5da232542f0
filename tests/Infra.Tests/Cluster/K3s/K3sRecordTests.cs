using System.Collections.Immutable;
using Infra.Backend.Cluster.K3s;
using Infra.Backend.Planning.K3s;
using Infra.Backend.Settings;
using Pulumi.Utilities;

namespace Infra.Tests.Cluster.K3s;

/// <summary>What the stack's output says of a cluster, and the changes that it refuses.</summary>
public class K3sRecordTests
{
    private const string Version = "kind: k3s, version: v1.36.2-k3s1";
    private const string One = "\"ssh://root@10.0.0.1\"";
    private const string Two = "\"ssh://root@10.0.0.2\"";
    private const string Three = "\"ssh://root@10.0.0.3\"";

    [Fact]
    public async Task TheOutput_HasWhatTheNextUpdateReads()
    {
        var output = await ReadAsync($"{Version}, hosts: [{One}], loadBalancer: none");

        var record = K3sRecord.Read(output["cluster"])!;
        Assert.Equal(("v1.36.2-k3s1", "shop-dev", "https://10.0.0.1:6443"), (record.Version, record.Name, record.Api));
        Assert.Equal(new K3sMember("ssh://root@10.0.0.1", "10.0.0.1"), Assert.Single(record.Servers).Value);
    }

    [Theory]
    [InlineData(
        "servers: 3, hosts: [" + One + ", " + Two + ", " + Three + "]",
        "servers: 3, hosts: [" + Two + ", " + One + ", " + Three + "]",
        "cluster.hosts: server-1 has 10.0.0.1 on ssh://root@10.0.0.1, and would get 10.0.0.2 on ssh://root@10.0.0.2; server-2"
    )]
    [InlineData(
        "hosts: [" + One + "]",
        "pools: {a: 1}, hosts: [" + Two + ", " + One + "]",
        "restore the former order, engines and addresses"
    )]
    [InlineData("hosts: [" + One + "]", "hosts: [{engine: " + One + ", address: 10.0.0.9}]", "would get 10.0.0.9 on ssh://root@10.0.0.1")]
    [InlineData("hosts: [" + One + "]", "servers: 1", "cluster.subnet: server-1 has 10.0.0.1 on ssh://root@10.0.0.1")]
    [InlineData(
        "servers: 1",
        "subnet: 10.45.0.0/16",
        "cluster.subnet: server-1 has 10.44.0.11 on local, and would get 10.45.0.11 on local"
    )]
    public async Task AServerThatWouldMove_IsRefusedInThePreview(string before, string after, string message)
    {
        var former = await ReadAsync($"{Version}, {before}");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => K3sStack.Plan($"{Version}, {after}", Outputs(former)));

        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--cluster-reset", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAgentThatWouldMove_IsRefusedInThePreview()
    {
        var former = await ReadAsync($"{Version}, pools: {{a: 2}}, hosts: [{One}, {Two}, {Three}]");

        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            K3sStack.Plan($"{Version}, pools: {{a: 2}}, hosts: [{One}, {Three}, {Two}]", Outputs(former))
        );

        Assert.Contains(
            "cluster.hosts: a-1 runs on ssh://root@10.0.0.2, and would run on ssh://root@10.0.0.3; a-2 runs on",
            error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("pools: {a: 2}, hosts: [" + One + ", " + Two + ", " + Three + "]", "pools: {a: 1}, hosts: [" + One + ", " + Two + "]")]
    [InlineData("servers: 1", "servers: 3")]
    [InlineData("servers: 3", "servers: 1")]
    [InlineData("hosts: [" + One + "]", "pools: {a: 1}, hosts: [" + One + ", " + Two + "]")]
    public async Task MoreOrFewerNodes_AreAllowed_WhereTheOthersStay(string before, string after) =>
        Assert.NotNull(await K3sStack.Plan($"{Version}, {after}", Outputs(await ReadAsync($"{Version}, {before}"))));

    [Fact]
    public async Task AnotherName_IsRefused_SinceItsVolumesWouldBeEmpty()
    {
        var former = await ReadAsync(Version);
        var renamed = ((ImmutableDictionary<string, object>)former["cluster"]).SetItem("name", "store-dev");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => K3sStack.Plan(Version, Outputs(former.SetItem("cluster", renamed))));

        Assert.Contains(
            "cluster: the containers and volumes of the cluster are named store-dev-…",
            error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APreviewThatReplacesTheContainers_KnowsTheKubeconfigOfAClusterThatRuns(bool runs)
    {
        var former = runs ? Outputs(await ReadAsync(Version)) : null;

        var plan = await RecordedPlan.Create(
            K3sStack.Sources("kind: k3s, version: v1.37.0-k3s1"),
            outputs: former,
            isPreview: true,
            isUnknown: resource => resource.Type == "docker:index/container:Container"
        );

        Assert.Equal(
            runs,
            plan.Resources.Single(resource => resource is { Type: "pulumi:providers:kubernetes", Name: "cluster" })
                .Inputs.ContainsKey("kubeconfig")
        );
    }

    [Fact]
    public async Task TheOutput_IsUnknown_AsLongAsANodeHasNotJoined()
    {
        var plan = await RecordedPlan.Create(K3sStack.Sources($"{Version}, pools: {{a: 1}}"), isPreview: true, isUnknown: resource =>
            resource is { Type: "kubernetes:core/v1:Node", Name: "node-a-1" }
        );

        Assert.Null(await OutputUtilities.GetValueAsync(plan.Stack.K3s));
    }

    [Theory]
    [InlineData("retained", true, false)]
    [InlineData("protected", false, true)]
    [InlineData("disposable", false, false)]
    public void TheDataOfANode_IsKeptAsTheClusterSays(string data, bool isRetained, bool isProtected)
    {
        var settings = K3sStack.Load(data == "retained" ? Version : $"{Version}, data: {data}").Plans[0].K3s!;

        var kept = settings.Servers[0].Volumes.Select(volume => (volume, K3sNodeContainers.Keep(volume.HasData, settings.Settings.Data)));

        foreach (var (volume, options) in kept)
        {
            var hasData = volume.Path is "/var/lib/rancher/k3s" or "/etc/rancher/node";
            Assert.Equal((hasData && isRetained, hasData && isProtected), (options.RetainOnDelete, options.Protect));
        }
    }

    [Fact]
    public void ImagesThatNameTheRegistry_AreFoundThereWithoutItsPath()
    {
        var registries = K3sRegistries.Write(new ClusterRegistrySettings { Host = "mirror.example.com:5000/k8s" })!;

        Assert.StartsWith(
            "mirrors:\n  \"mirror.example.com:5000\":\n    endpoint:\n      - \"https://mirror.example.com:5000\"\n  \"*\":\n",
            registries,
            StringComparison.Ordinal
        );
        Assert.EndsWith("    rewrite:\n      \"^(.*)$\": \"k8s/$1\"\n", registries, StringComparison.Ordinal);
    }

    [Fact]
    public void ANodeRegistersWithItsPlaceOnly_SoThatOtherLabelsCanBeRemoved()
    {
        var node = K3sStack.Load($"{Version}, pools: {{a: {{count: 1, zone: z, labels: {{tier: web}}}}}}").Plans[0].K3s!.Agents[0];

        Assert.Contains("node-label:\n  - \"topology.kubernetes.io/zone=z\"\n", node.Config, StringComparison.Ordinal);
        Assert.DoesNotContain("tier", node.Config, StringComparison.Ordinal);
        Assert.Equal("web", node.Labels["tier"]);
    }

    private static async Task<ImmutableDictionary<string, object>> ReadAsync(string cluster) =>
        (await OutputUtilities.GetValueAsync((await K3sStack.Plan(cluster)).Stack.K3s))!.ToImmutableDictionary(
            record => record.Key,
            record => (object)record.Value
        );

    private static ImmutableDictionary<string, object> Outputs(ImmutableDictionary<string, object> records) =>
        ImmutableDictionary<string, object>.Empty.Add("k3s", records);
}

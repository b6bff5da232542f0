using System.Text.Json.Nodes;
using Infra.Backend.Settings.Binding;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Tests.Settings;

namespace Infra.Tests.Cluster;

public sealed class SimulatedNodePoolTests : IDisposable
{
    private const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}}
        services: {s: {image: "a:1", kind: worker}}

        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Pools_AreDeclaredInTheFormThatTheClusterReads()
    {
        var plan = await Plan(
            """

                kind: simulated
                pools:
                  default: 0
                  batch:
                    size: 2
                    zones: [a, b]
                    labels: {node-pool: batch}
                    taints: [{key: dedicated, value: batch, effect: noExecute}, {key: slow}]
                    runtimes: [runsc, kata]
                    maxPods: 30
                    cpu: 2
                    memory: 4Gi
            """
        );
        await using var host = await SimulatedClusterHost.StartAsync(
            new SimulatedClusterOptions { Name = "test", Directory = _directory },
            (_, _) => []
        );
        foreach (var name in (string[])["node-pool-default", "node-pool-batch"])
        {
            var pool = plan.Get("ConfigMap", name);
            Assert.Equal("kube-system", pool["metadata.namespace"]);
            host.Client.Create(
                GroupResource.ConfigMaps,
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["name"] = (string)pool["metadata.name"]!,
                        ["namespace"] = "kube-system",
                        ["labels"] = ToJson(pool.Map("metadata.labels")),
                    },
                    ["data"] = ToJson(pool.Map("data")),
                }
            );
        }

        using var administrator = ClusterAdministrator.Connect(_directory, TimeProvider.System);
        var pools = await new NodePoolAdministrator(administrator.Client).ListAsync(CancellationToken.None);

        Assert.Equal([("batch", 2), ("default", 0)], pools.Select(one => (one.Pool.Name, one.Pool.Nodes.Count)));
        var nodes = pools[0].Pool.Nodes;
        Assert.Equal(["a", "b"], nodes.Zones);
        Assert.Equal("batch", nodes.Labels["node-pool"]);
        Assert.Equal(["dedicated=batch:NoExecute", "slow:NoSchedule"], nodes.Taints);
        Assert.Equal(["runsc", "kata"], nodes.RuntimeHandlers!);
        Assert.Equal((30, "2", "4Gi"), (nodes.Pods, nodes.Cpu, nodes.Memory));
    }

    [Fact]
    public async Task CountAndZone_AreOtherNamesOfSizeAndOneOfTheZones()
    {
        var pool = (await Plan("{kind: simulated, pools: {general: {count: 4, zone: b}, small: 2}}")).Get("ConfigMap", "node-pool-general");

        Assert.Equal(("4", "b"), (pool["data.size"], pool["data.zones"]));
    }

    [Fact]
    public async Task PoolsOfAnExistingCluster_AreDeclaredOnlyInItsRehearsal()
    {
        const string Pools = "pools: {general: {count: 3, zone: a, taints: [{key: slow}]}}";

        Assert.False((await Plan($"{{kind: existing, context: prod, {Pools}}}")).Has("ConfigMap", "node-pool-general"));
        Assert.True((await Plan($"{{kind: simulated, context: prod, {Pools}}}")).Has("ConfigMap", "node-pool-general"));
    }

    [Theory]
    [InlineData("{kind: simulated, pools: {a: {count: 1, size: 2}}}", "cluster.pools.a.size: 'count' is set, too")]
    [InlineData("{kind: simulated, pools: {a: {zone: a, zones: [b]}}}", "cluster.pools.a.zones: 'zone' is set, too")]
    [InlineData("{kind: existing, pools: {a: {zone: \"a b\"}}}", "cluster.pools.a.zone: 'a b' is not a valid zone")]
    [InlineData("{kind: existing, pools: {a: -1}}", "cluster.pools.a")]
    [InlineData("{kind: simulated, pools: {a: {taints: [{key: \"a b\"}]}}}", "cluster.pools.a.taints[0]: 'a b=' is not a valid taint")]
    [InlineData("{kind: simulated, pools: {a: {labels: {\"a b\": c}}}}", "'a b: c' is not a valid label")]
    [InlineData("{kind: simulated, pools: {a: {zones: [\"\"]}}}", "cluster.pools.a.zones[0]: '' is not a valid zone")]
    [InlineData(
        "{kind: simulated, pools: {a: {runtimes: [\"R!\"]}}}",
        "cluster.pools.a.runtimes[0]: 'R!' is not a valid name of a handler"
    )]
    [InlineData("{kind: simulated, pools: {a: {cpu: 0}}}", "cluster.pools.a.cpu: a node without any runs no pods")]
    [InlineData("{kind: simulated, pools: {a: {size: 5001}}}", "cluster.pools.a.size")]
    [InlineData("{kind: simulated, pools: {A: 1}}", "cluster.pools")]
    public async Task MalformedPool_IsRefusedWithItsPlace(string cluster, string message)
    {
        var refused = await Assert.ThrowsAsync<InvalidSettingsException>(() => Plan(cluster));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains("stacks/Pulumi.dev.yaml:", refused.Message, StringComparison.Ordinal);
    }

    private static Task<RecordedPlan> Plan(string cluster) =>
        RecordedPlan.Create(StackSources.From(Catalogue, $"config:\n  infra:cluster: {cluster}\n"));

    private static JsonObject ToJson(IReadOnlyDictionary<string, object> map) =>
        new(map.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create((string)entry.Value))));
}

using System.Collections.Immutable;
using Infra.Tests.Golden;
using Infra.Tests.Settings;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Infra.Tests.Cluster;

/// <summary>A stack on several clusters.</summary>
public class SeveralClustersTests
{
    private const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        priorities: {high: 1000}
        access: {viewers: [developers]}
        services:
          web: {image: "shop/web:1", port: 8080, calls: [orders], placement: {priority: high}, traffic: {expose: loadBalancer, hosts: [shop.example.com]}}
          orders: {image: "shop/orders:2", port: 8080, scaling: {max: 4}}
          admin: {image: "shop/admin:1", port: 8080, calls: [orders], traffic: {expose: loadBalancer, hosts: [admin.example.com]}}
        """;

    private const string Stack = """
        config:
          infra:clusters:
            eu: {kind: existing, context: eu-prod, region: eu-central-1, weight: 2}
            us: {kind: existing, context: us-prod, region: us-east-1}
          infra:services:
            admin: {clusters: [eu]}
        """;

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile() =>
        Documentation.GeneratedFile.AssertCurrent(["tests", "Infra.Tests", "Golden", "two-clusters.yaml"], GoldenPlan.Write(await Plan()));

    [Fact]
    public async Task EveryObject_MatchesTheSchema()
    {
        using var schema = ManifestSchema.Load();

        Assert.Empty((await Plan()).KubernetesObjects().SelectMany(resource => schema.FindErrors(resource.Type!, resource.Inputs)));
    }

    [Fact]
    public async Task AService_IsDeployedToEveryCluster_OrToThoseItLists()
    {
        var plan = await Plan();

        Assert.True(plan.Has("Deployment", "eu/web") && plan.Has("Deployment", "us/web"));
        Assert.True(plan.Has("Deployment", "eu/admin"));
        Assert.False(plan.Has("Deployment", "us/admin"));
    }

    [Fact]
    public async Task EveryObject_HasTheSameNameInBothClusters_AndTheProviderOfItsCluster()
    {
        var plan = await Plan();

        Assert.Equal(("eu-prod", "us-prod"), (plan.Get("kubernetes", "eu")["context"], plan.Get("kubernetes", "us")["context"]));
        foreach (var resource in plan.KubernetesObjects())
        {
            var cluster = resource.Name!.Split('/')[0];
            Assert.Equal(
                resource.Name,
                $"{cluster}/{new Inputs(resource.Inputs)["metadata.name"]}".Replace("/shop-dev-", "/", StringComparison.Ordinal)
            );
            Assert.EndsWith($"pulumi:providers:kubernetes::{cluster}::{cluster}-id", resource.Provider, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EachCluster_HasTheObjectsOfAStackWithOneCluster()
    {
        var several = await Plan();
        var one = await RecordedPlan.Create(StackSources.From(Catalogue, "config:\n  infra:cluster: {kind: existing, context: eu-prod}\n"));

        Assert.Equal(
            one.KubernetesObjects().Select(resource => $"{resource.Type} {resource.Name}"),
            several
                .KubernetesObjects()
                .Where(resource => resource.Name!.StartsWith("eu/", StringComparison.Ordinal))
                .Select(resource => $"{resource.Type} {resource.Name!["eu/".Length..]}")
        );
    }

    [Fact]
    public async Task IngressRules_IncludeOnlyCallersInTheSameCluster()
    {
        var plan = await Plan();

        Assert.Equal(2, Callers("eu"));
        Assert.Equal(1, Callers("us"));

        int Callers(string cluster) => ((ImmutableArray<object>)plan.Get("NetworkPolicy", $"{cluster}/orders")["spec.ingress"]!).Length;
    }

    [Fact]
    public async Task Dns_HasTheAddressRegionAndWeightOfEachHostInEachCluster()
    {
        var dns = (await OutputUtilities.GetValueAsync((await Plan()).Stack.Dns))!;

        Assert.Equal(["admin.example.com", "shop.example.com"], dns.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["eu eu-central-1 2 eu-web.example.net", "us us-east-1 1 us-web.example.net"],
            dns["shop.example.com"].Select(record => $"{record["cluster"]} {record["region"]} {record["weight"]} {record["address"]}")
        );
        Assert.Equal("eu", Assert.Single(dns["admin.example.com"])["cluster"]);
    }

    [Fact]
    public async Task Dns_OfAStackWithOneCluster_IsNull() =>
        Assert.Null(await OutputUtilities.GetValueAsync((await RecordedPlan.ForStack("dev")).Stack.Dns));

    [Fact]
    public async Task TheHostsBehindALoadBalancer_HaveItsAddress()
    {
        var plan = await RecordedPlan.Create(
            StackSources.From(
                Catalogue.Replace("expose: loadBalancer, ", "", StringComparison.Ordinal) + "\nloadBalancing: haproxy\n",
                Stack
            )
        );

        Assert.Equal(
            ["eu-load-balancer.example.net", "us-load-balancer.example.net"],
            (await OutputUtilities.GetValueAsync(plan.Stack.Dns))!["shop.example.com"].Select(record => record["address"])
        );
    }

    [Fact]
    public async Task EachCluster_HasItsOwnMonitoring_LabelledWithTheCluster()
    {
        var plan = await RecordedPlan.Create(StackSources.From(Catalogue + "\nmonitoring: {size: small}\n", Stack));

        foreach (var cluster in (string[])["eu", "us"])
        {
            Assert.True(plan.Has("StatefulSet", $"{cluster}/prometheus"));
            Assert.Contains(
                plan.Resources.Where(resource => resource.Type!.EndsWith(":ConfigMap", StringComparison.Ordinal))
                    .Where(resource => resource.Name!.StartsWith($"{cluster}/prometheus", StringComparison.Ordinal))
                    .SelectMany(resource => ((ImmutableDictionary<string, object>)resource.Inputs["data"]).Values.OfType<string>()),
                text => text.Contains($"cluster: {cluster}", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task SimulatedClusters_HaveTheStacksNameAsPrefix()
    {
        var plan = await RecordedPlan.Create(
            StackSources.From(
                Catalogue,
                "config:\n  infra:clusters:\n    eu: {kind: simulated, region: here}\n    us: {kind: simulated, region: there, name: shared}\n"
            )
        );

        Assert.Equal(
            ("simulated/dev-eu", "simulated/shared"),
            (plan.Get("kubernetes", "eu")["clusterIdentifier"], plan.Get("kubernetes", "us")["clusterIdentifier"])
        );
        Assert.EndsWith(
            Path.Combine(".infra", "clusters", "dev-eu", "kubeconfig"),
            plan.Get("kubernetes", "eu")["kubeconfig"]?.ToString(),
            StringComparison.Ordinal
        );
    }

    private static Task<RecordedPlan> Plan() => RecordedPlan.Create(StackSources.From(Catalogue, Stack));
}

using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>Where a stack lands, and what of it lands where.</summary>
public class ClusterErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";
    private const string Two = "clusters: {eu: {kind: existing, context: eu, region: eu-1}, us: {kind: existing, context: us, region: us-1}}";

    public static TheoryData<string, string, string> Faults => new()
    {
        { "cluster: {kind: simulated}\nclusters: {eu: {kind: simulated, region: here}}", "{s: {image: \"a:1\", port: 80}}", "clusters: the stack names one cluster and several; remove 'cluster' or 'clusters'" },
        { "clusters: {}", "{s: {image: \"a:1\", port: 80}}", "cluster: the stack does not say which cluster it lands on" },
        { "clusters: [eu]", "{s: {image: \"a:1\", port: 80}}", "clusters: a mapping of names is expected here, not a list" },
        { "clusters: {eu: {kind: existing, region: \"\"}}", "{s: {image: \"a:1\", port: 80}}", "clusters.eu.region: the region has no name" },
        { "clusters: {eu: {kind: existing}}", "{s: {image: \"a:1\", port: 80}}", "clusters.eu.region: this setting is missing; write 'region: <a text>'" },
        { "clusters: {EU: {kind: existing, region: a}}", "{s: {image: \"a:1\", port: 80}}", "clusters.EU: 'EU' cannot name a Kubernetes object" },
        { "clusters: {eu: {kind: existing, region: a, weight: 0}}", "{s: {image: \"a:1\", port: 80}}", "clusters: the weights of the clusters sum to nothing" },
        { "clusters: {eu: {kind: existing, region: a, weight: -1}}", "{s: {image: \"a:1\", port: 80}}", "clusters.eu.weight: -1 is out of range; write a number from 0 to 1000" },
        { "clusters: {eu: {kind: existing, region: a}, us: {kind: existing, region: b}}", "{s: {image: \"a:1\", port: 80}}", "clusters.us: this is the same cluster as 'eu'; give the two different contexts or kubeconfigs" },
        { "clusters: {eu: {kind: simulated, region: a, name: x}, us: {kind: simulated, region: b, name: x}}", "{s: {image: \"a:1\", port: 80}}", "clusters.us: this is the same cluster as 'eu'; give the two different names" },
        { "cluster: {kind: simulated, name: Lab}", "{s: {image: \"a:1\", port: 80}}", "cluster: 'Lab' cannot name a simulated cluster; write 'name: lab'" },
        { "cluster: {kind: existing, clusterDomain: k8s_prod}", "{s: {image: \"a:1\", port: 80}}", "cluster.clusterDomain: 'k8s_prod' is not a DNS domain; write it without a dot at either end, such as cluster.local" },
        { Two, "{s: {image: \"a:1\", port: 80, clusters: [ue]}}", "services.s.clusters[0]: there is no cluster 'ue'; did you mean 'eu'?" },
        { Two, "{s: {image: \"a:1\", port: 80, clusters: []}}", "services.s.clusters: the service lands on no cluster" },
        { Two, "{s: {image: \"a:1\", port: 80, clusters: [eu, eu]}}", "services.s.clusters[1]: 'eu' is named twice" },
        { "cluster: {kind: simulated}", "{s: {image: \"a:1\", port: 80, clusters: [eu]}}", "services.s.clusters: this stack has one cluster, so there is no choice" },
        { Two, "{s: {image: \"a:1\", port: 80, calls: [t]}, t: {image: \"a:1\", port: 80, clusters: [eu]}}", "services.s.calls[0]: 't' does not land on 'us', where 's' does" },
        { Two, "{s: {image: \"a:1\", port: 80, clusters: [us], calls: [t]}, t: {image: \"a:1\", port: 80, clusters: [eu]}}", "services.s.calls[0]: 't' does not land on 'us', where 's' does" },
        { "loadBalancing: haproxy\n" + Two, "{s: {image: \"a:1\", port: 80, traffic: {hosts: [x.example.com], failover: t}}, t: {image: \"a:1\", port: 80, clusters: [eu]}}", "services.s.traffic.failover: 't' does not land on 'us', where 's' does" },
        { "clusters: {eu: {kind: existing, region: a, weight: 0}, us: {kind: existing, context: us, region: b}}", "{s: {image: \"a:1\", port: 80, clusters: [eu], traffic: {expose: loadBalancer, hosts: [x.example.com]}}, t: {image: \"a:1\", port: 80}}", "services.s.traffic.hosts[0]: the weights of the clusters that answer to 'x.example.com' sum to nothing" },
        { "cluster: {kind: existing, storageClasses: [standard, fast-ssd]}", "{s: {image: \"a:1\", kind: stateful, port: 80, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: fast-sdd}}}}", "services.s.volumes.data.storageClass: the cluster has no storage class 'fast-sdd'; did you mean 'fast-ssd'?" },
        { "cluster: {kind: existing, storageClasses: [standard]}\nmonitoring: {storageClass: nvme}", "{s: {image: \"a:1\", port: 80}}", "monitoring.storageClass: the cluster has no storage class 'nvme'; known here: standard" },
        { "clusters: {eu: {kind: existing, context: eu, region: a, storageClasses: [gp3]}, us: {kind: existing, context: us, region: b, storageClasses: [ssd]}}", "{s: {image: \"a:1\", kind: stateful, port: 80, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: gp3}}}}", "services.s.volumes.data.storageClass: the cluster 'us' has no storage class 'gp3'; known here: ssd" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void WhatCannotLand_IsRefused(string settings, string services, string expected)
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(settings, services)).Errors);

        Assert.StartsWith(expected, $"{error.Path}: {error.Problem}; {error.Cure}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Two, "{s: {image: \"a:1\", port: 80, calls: [t], clusters: [eu]}, t: {image: \"a:1\", port: 80}}")]
    [InlineData(Two, "{s: {image: \"a:1\", port: 80, clusters: null}}")]
    [InlineData("cluster: {kind: existing}\nclusters: {eu: null}", "{s: {image: \"a:1\", port: 80}}")]
    [InlineData("cluster: null\n" + Two, "{s: {image: \"a:1\", port: 80}}")]
    [InlineData("loadBalancing: haproxy\n" + Two, "{s: {image: \"a:1\", port: 80, clusters: [eu], traffic: {hosts: [x.example.com]}}, t: {image: \"a:1\", port: 80, clusters: [us], traffic: {hosts: [x.example.com]}}}")]
    [InlineData("cluster: {kind: existing}", "{s: {image: \"a:1\", kind: stateful, port: 80, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: any}}}}")]
    [InlineData("clusters: {eu: {kind: existing, context: eu, region: a, storageClasses: [gp3]}, us: {kind: existing, context: us, region: b, storageClasses: [ssd]}}", "{s: {image: \"a:1\", clusters: [eu], kind: stateful, port: 80, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: gp3}}}, t: {image: \"a:1\", port: 80}}")]
    public void WhatCanLand_IsAccepted(string settings, string services) => Assert.Empty(Load(settings, services).Warnings);

    [Fact]
    public void AClusterThatNothingLandsOn_IsWarnedOf() => Assert.Contains(
        "clusters.us: no service lands on this cluster",
        Assert.Single(Load(Two, "{s: {image: \"a:1\", port: 80, clusters: [eu]}}").Warnings).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void AQuota_HasRoomForTheClusterThatNeedsMost() => Assert.Contains(
        "200m is less than the 300m",
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(
            Two + "\nquota: {cpu: 200m}", "{s: {image: \"a:1\", port: 80, replicas: 2, clusters: [eu]}, t: {image: \"a:1\", port: 80, replicas: 1}}")).Errors).ToString(),
        StringComparison.Ordinal);

    private static LoadedSettings Load(string settings, string services) =>
        SettingsLoader.Load(StackSources.From($"name: shop\n{Sizes}\n{settings}\nservices: {services}", ""));
}

using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>Errors in the target clusters of stacks and services.</summary>
public class ClusterErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";
    private const string Two =
        "clusters: {eu: {kind: existing, context: eu, region: eu-1}, us: {kind: existing, context: us, region: us-1}}";

    public static TheoryData<string, string, string> Faults =>
        new()
        {
            {
                "cluster: {kind: simulated}\nclusters: {eu: {kind: simulated, region: here}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters: the stack sets both 'cluster' and 'clusters'; remove one of the two"
            },
            { "clusters: {}", "{s: {image: \"a:1\", port: 8080}}", "cluster: the stack has no cluster to deploy to" },
            { "clusters: [eu]", "{s: {image: \"a:1\", port: 8080}}", "clusters: a mapping of names is expected here, not a list" },
            {
                "clusters: {eu: {kind: existing, region: \"\"}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters.eu.region: the region is empty"
            },
            {
                "clusters: {eu: {kind: existing}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters.eu.region: this setting is missing; write 'region: <a string>'"
            },
            {
                "clusters: {EU: {kind: existing, region: a}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters.EU: 'EU' is not a valid name of a Kubernetes object"
            },
            {
                "clusters: {eu: {kind: existing, region: a, weight: 0}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters: all clusters have weight 0"
            },
            {
                "clusters: {eu: {kind: existing, region: a, weight: -1}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters.eu.weight: -1 is out of range; write a number from 0 to 1000"
            },
            {
                "clusters: {eu: {kind: existing, region: a}, us: {kind: existing, region: b}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters.us: this is the same cluster as 'eu'; give them different contexts or kubeconfigs"
            },
            {
                "clusters: {eu: {kind: simulated, region: a, name: x}, us: {kind: simulated, region: b, name: x}}",
                "{s: {image: \"a:1\", port: 8080}}",
                "clusters.us: this is the same cluster as 'eu'; give them different names"
            },
            {
                "cluster: {kind: simulated, name: Lab}",
                "{s: {image: \"a:1\", port: 8080}}",
                "cluster: 'Lab' is not a valid name of a simulated cluster; write 'name: lab'"
            },
            {
                "cluster: {kind: existing, clusterDomain: k8s_prod}",
                "{s: {image: \"a:1\", port: 8080}}",
                "cluster.clusterDomain: 'k8s_prod' is not a DNS domain; write it without a dot at either end, such as cluster.local"
            },
            {
                Two,
                "{s: {image: \"a:1\", port: 8080, clusters: [ue]}}",
                "services.s.clusters[0]: there is no cluster 'ue'; did you mean 'eu'?"
            },
            {
                Two,
                "{s: {image: \"a:1\", port: 8080, clusters: []}}",
                "services.s.clusters: the list is empty, so the service is not deployed to any cluster"
            },
            { Two, "{s: {image: \"a:1\", port: 8080, clusters: [eu, eu]}}", "services.s.clusters[1]: 'eu' is listed twice" },
            {
                "cluster: {kind: simulated}",
                "{s: {image: \"a:1\", port: 8080, clusters: [eu]}}",
                "services.s.clusters: this stack has only one cluster"
            },
            {
                Two,
                "{s: {image: \"a:1\", port: 8080, calls: [t]}, t: {image: \"a:1\", port: 8080, clusters: [eu]}}",
                "services.s.calls[0]: 't' is not deployed to 'us', where 's' needs it"
            },
            {
                Two,
                "{s: {image: \"a:1\", port: 8080, clusters: [us], calls: [t]}, t: {image: \"a:1\", port: 8080, clusters: [eu]}}",
                "services.s.calls[0]: 't' is not deployed to 'us', where 's' needs it"
            },
            {
                "loadBalancing: haproxy\n" + Two,
                "{s: {image: \"a:1\", port: 8080, traffic: {hosts: [x.example.com], failover: t}}, t: {image: \"a:1\", port: 8080, clusters: [eu]}}",
                "services.s.traffic.failover: 't' is not deployed to 'us', where 's' needs it"
            },
            {
                "clusters: {eu: {kind: existing, region: a, weight: 0}, us: {kind: existing, context: us, region: b}}",
                "{s: {image: \"a:1\", port: 8080, clusters: [eu], traffic: {expose: loadBalancer, hosts: [x.example.com]}}, t: {image: \"a:1\", port: 8080}}",
                "services.s.traffic.hosts[0]: all clusters that answer for 'x.example.com' have weight 0"
            },
            {
                "cluster: {kind: existing, storageClasses: [standard, fast-ssd]}",
                "{s: {image: \"a:1\", kind: stateful, port: 8080, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: fast-sdd}}}}",
                "services.s.volumes.data.storageClass: the cluster has no storage class 'fast-sdd'; did you mean 'fast-ssd'?"
            },
            {
                "cluster: {kind: existing, storageClasses: [standard]}\nmonitoring: {storageClass: nvme}",
                "{s: {image: \"a:1\", port: 8080}}",
                "monitoring.storageClass: the cluster has no storage class 'nvme'; known here: standard"
            },
            {
                "clusters: {eu: {kind: existing, context: eu, region: a, storageClasses: [gp3]}, us: {kind: existing, context: us, region: b, storageClasses: [ssd]}}",
                "{s: {image: \"a:1\", kind: stateful, port: 8080, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: gp3}}}}",
                "services.s.volumes.data.storageClass: the cluster 'us' has no storage class 'gp3'; known here: ssd"
            },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void InvalidClusters_AreRejected(string settings, string services, string expected)
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(settings, services)).Errors);

        Assert.StartsWith(expected, $"{error.Path}: {error.Problem}; {error.Cure}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Two, "{s: {image: \"a:1\", port: 8080, calls: [t], clusters: [eu]}, t: {image: \"a:1\", port: 8080}}")]
    [InlineData(Two, "{s: {image: \"a:1\", port: 8080, clusters: null}}")]
    [InlineData("cluster: {kind: existing}\nclusters: {eu: null}", "{s: {image: \"a:1\", port: 8080}}")]
    [InlineData("cluster: null\n" + Two, "{s: {image: \"a:1\", port: 8080}}")]
    [InlineData(
        "loadBalancing: haproxy\n" + Two,
        "{s: {image: \"a:1\", port: 8080, clusters: [eu], traffic: {hosts: [x.example.com]}}, t: {image: \"a:1\", port: 8080, clusters: [us], traffic: {hosts: [x.example.com]}}}"
    )]
    [InlineData(
        "cluster: {kind: existing}",
        "{s: {image: \"a:1\", kind: stateful, port: 8080, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: any}}}}"
    )]
    [InlineData(
        "clusters: {eu: {kind: existing, context: eu, region: a, storageClasses: [gp3]}, us: {kind: existing, context: us, region: b, storageClasses: [ssd]}}",
        "{s: {image: \"a:1\", clusters: [eu], kind: stateful, port: 8080, volumes: {data: {mount: /data, kind: persistent, size: 1Gi, storageClass: gp3}}}, t: {image: \"a:1\", port: 8080}}"
    )]
    public void ValidClusters_AreAccepted(string settings, string services) => Assert.Empty(Load(settings, services).Warnings);

    [Fact]
    public void AClusterWithoutServices_CausesAWarning() =>
        Assert.Contains(
            "clusters.us: no service is deployed to this cluster",
            Assert.Single(Load(Two, "{s: {image: \"a:1\", port: 8080, clusters: [eu]}}").Warnings).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void AQuota_MustSufficeForEveryCluster() =>
        Assert.Contains(
            "200m is less than the 300m",
            Assert
                .Single(
                    Assert
                        .Throws<InvalidSettingsException>(() =>
                            Load(
                                Two + "\nquota: {cpu: 200m}",
                                "{s: {image: \"a:1\", port: 8080, replicas: 2, clusters: [eu]}, t: {image: \"a:1\", port: 8080, replicas: 1}}"
                            )
                        )
                        .Errors
                )
                .ToString(),
            StringComparison.Ordinal
        );

    private static LoadedSettings Load(string settings, string services) =>
        SettingsLoader.Load(StackSources.From($"name: shop\n{Sizes}\n{settings}\nservices: {services}", ""));
}

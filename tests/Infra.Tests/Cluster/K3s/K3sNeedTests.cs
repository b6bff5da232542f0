using Infra.Backend.Loading;
using Infra.Tests.Settings;

namespace Infra.Tests.Cluster.K3s;

/// <summary>What a stack needs of a cluster that is not there yet, and neither K3s nor the stack brings.</summary>
public class K3sNeedTests
{
    [Theory]
    [InlineData(
        "disable: [metrics-server]",
        "cluster.disable: without metrics-server, nothing measures the pods of 's', which scale by that"
    )]
    [InlineData("disable: [local-storage]", "volumes.v.storageClass: neither K3s nor the stack brings the class 'local-path'")]
    [InlineData("disable: [traefik]", "loadBalancing.ingressClass: neither K3s nor the stack brings the class 'traefik'")]
    public void WhatIsDisabledAndNeeded_IsAWarning(string disabled, string warning) =>
        Assert.Contains(Warnings(disabled), found => found.Contains(warning, StringComparison.Ordinal));

    [Fact]
    public void WhatK3sBrings_IsNoWarning() =>
        Assert.DoesNotContain(Warnings("servers: 1"), found => found.Contains("brings", StringComparison.Ordinal));

    private static IEnumerable<string> Warnings(string cluster) =>
        SettingsLoader
            .Load(
                StackSources.From(
                    """
                    name: shop
                    sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}}
                    loadBalancing: {backend: ingress, ingressClass: traefik}
                    volumes: {v: {size: 1Gi, storageClass: local-path}}
                    services: {s: {image: "a:1", port: 8080, scaling: {max: 3, cpu: 60}}}
                    """,
                    $"config:\n  infra:cluster: {{kind: k3s, version: v1.36.2-k3s1, {cluster}, credentials: {{{K3sStack.Write(K3sStack.Credentials)}}}}}\n"
                )
            )
            .Warnings.Select(warning => warning.ToString());
}

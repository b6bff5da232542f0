using Infra.Tests.Documentation;
using Infra.Tests.Planning.Haproxy;
using Infra.Tests.Settings;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>One catalogue with each of the three load balancers.</summary>
public class LoadBalancerPlanTests
{
    private const string Catalogue = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: 8080
          replicas: 4
          traffic: {hosts: [shop.example.com, "*.shop.example.com"], algorithm: leastRequest, timeout: 5s, retries: 3, maxConnections: 100, ejectAfter: 5, failover: spare}
          versions:
            canary: {tag: 1.1.0-rc.1, weight: 20, env: {NEW_CHECKOUT: "on"}}
            drained: {tag: 0.9.0, weight: 0}
        api:
          image: ghcr.io/shop/api:1.0.0
          port: 8080
          scaling: {max: 6}
          traffic: {hosts: [shop.example.com], paths: [/api, /graphql], algorithm: clientIp, stickyFor: 30m}
        rpc:
          image: ghcr.io/shop/rpc:1.0.0
          port: 9000
          traffic: {hosts: [rpc.example.com], protocol: grpc, paths: [/shop.v1.Orders, /shop.v1.Carts/Get], timeout: 1m30s}
        stream:
          image: ghcr.io/shop/stream:1.0.0
          port: 8081
          traffic: {hosts: [stream.example.com], protocol: http2}
        mail:
          image: ghcr.io/shop/mail:1.0.0
          port: 25
          traffic: {hosts: [mail.example.com], protocol: tcp}
        spare: {image: ghcr.io/shop/spare:1.0.0, port: 8080}
        """;

    public static TheoryData<string, string> Backends =>
        new()
        {
            { "services", "services" },
            { "haproxy", "{backend: haproxy, tlsSecret: shop-tls}" },
            { "gateway", "{backend: gatewayApi, gatewayClass: envoy, policies: envoyGateway, tlsSecret: shop-tls}" },
        };

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task ThePlan_MatchesTheGoldenFile_AndTheSchema(string name, string loadBalancing)
    {
        var plan = await RecordedPlan.ForServices(Catalogue, $"loadBalancing: {loadBalancing}");

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", $"load-balancing-{name}.yaml"],
            GoldenPlan.Write(plan, IsAboutTraffic, (_, key, text) =>
                key.EndsWith(".haproxy.cfg", StringComparison.Ordinal) ? "golden file haproxy.cfg" : text
            )
        );
        using var schema = ManifestSchema.Load().With(StackSources.PathOf("tests", "Infra.Tests", "Traffic", "Gateways", "Definitions"));
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    [Fact]
    public async Task TheConfigurationOfHaproxy_MatchesTheGoldenFile() =>
        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "haproxy.cfg"],
            HaproxyProcess.GetConfiguration(
                await RecordedPlan.ForServices(Catalogue, "loadBalancing: {backend: haproxy, tlsSecret: shop-tls}")
            )
        );

    [Theory]
    [MemberData(nameof(Backends))]
    public async Task ServicesWithHosts_AreExposed_AndNoOthers(string name, string loadBalancing)
    {
        var plan = await RecordedPlan.ForServices(Catalogue, $"loadBalancing: {loadBalancing}");

        var exposed = plan.KubernetesObjects()
            .Where(resource => resource.Type!.EndsWith(":Service", StringComparison.Ordinal))
            .Where(resource => new Inputs(resource.Inputs)["spec.type"] is "LoadBalancer")
            .Select(resource => resource.Name);
        Assert.Equal(
            name switch
            {
                "services" => ["api", "mail", "rpc", "stream", "web"],
                "haproxy" => ["load-balancer", "mail"],
                _ => ["mail"],
            },
            exposed.Order(StringComparer.Ordinal)
        );
    }

    private static bool IsAboutTraffic(MockResourceArgs resource) =>
        resource.Name!.StartsWith("load-balancer", StringComparison.Ordinal)
        || resource.Type!.Contains("gateway", StringComparison.Ordinal)
        || resource.Type.EndsWith(":Service", StringComparison.Ordinal);
}

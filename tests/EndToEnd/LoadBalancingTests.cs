using System.Text.Json.Nodes;
using EndToEnd.Support;

namespace EndToEnd;

/// <summary>The catalogue behind plain Services, its own HAProxy, the Gateway API and Ingresses.</summary>
public sealed class LoadBalancingTests
{
    private const string Gateway = "{ backend: gatewayApi, gatewayClass: any }";

    [Theory]
    [InlineData("services", "v1-service-shop-web.yaml", "type: LoadBalancer")]
    [InlineData("haproxy", "deployment-shop-load-balancer.yaml", "haproxy:3.0")]
    [InlineData(Gateway, "httproute-shop-web.yaml", "weight: 10")]
    [InlineData("ingress", "ingress-shop-web.yaml", "pathType: Prefix")]
    public async Task Render_EachLoadBalancer_NeedsNoCluster(string loadBalancing, string file, string expected)
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, loadBalancing);

        (await sandbox.InfraAsync("render", "--stack", "dev", "--out", "manifests")).ShouldSucceed();

        var manifest = Assert.Single(
            Directory.EnumerateFiles(Path.Combine(sandbox.Directory, "manifests"), $"*{file}", SearchOption.AllDirectories)
        );
        Assert.Contains(expected, await File.ReadAllTextAsync(manifest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_IngressAndAdditionalService_OnASimulatedCluster_WaitsForTheirAddresses()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(
            sandbox,
            "{ backend: ingress, ingressClass: nginx, defaultBackend: web, tlsSecret: shop-tls }",
            ", services: { web-external: { expose: loadBalancer, externalTrafficPolicy: local, loadBalancerClass: example.com/any } }"
        );
        (await sandbox.InfraAsync("cluster", "start", "--stack", "dev")).ShouldSucceed();

        var up = (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();

        Assert.DoesNotContain("no endpoints", up.Output, StringComparison.Ordinal);
        var state = JsonNode.Parse((await sandbox.InfraAsync("stack", "export", "--stack", "dev")).ShouldSucceed().Output)!;
        var external = state["deployment"]!["resources"]!
            .AsArray()
            .Single(resource => resource!["urn"]!.GetValue<string>().EndsWith("core/v1:Service::web-external", StringComparison.Ordinal))!;
        Assert.StartsWith(
            "203.0.113.",
            external["outputs"]!["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        var ingresses = state["deployment"]!["resources"]!
            .AsArray()
            .Where(resource => resource!["type"]!.GetValue<string>() == "kubernetes:networking.k8s.io/v1:Ingress")
            .ToDictionary(resource => resource!["outputs"]!["metadata"]!["name"]!.GetValue<string>(), resource => resource!["outputs"]!);
        Assert.Equal(["load-balancer", "web"], ingresses.Keys.Order(StringComparer.Ordinal));
        Assert.All(ingresses.Values, ingress =>
            Assert.Equal("198.51.100.1", ingress["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]!.GetValue<string>())
        );
        (await sandbox.InfraAsync("preview", "--stack", "dev", "--expect-no-changes")).ShouldSucceed();
        (await sandbox.InfraAsync("destroy", "--stack", "dev", "--yes")).ShouldSucceed();
    }

    [KubectlFact]
    public async Task Up_GatewayApi_ClusterHasItsDefinitions_CreatesRoutes()
    {
        await using var sandbox = Sandbox.OfRepository();
        Write(sandbox, Gateway);
        (await sandbox.InfraAsync("cluster", "start", "--stack", "dev")).ShouldSucceed();
        (
            await sandbox.KubectlAsync(
                "apply",
                "--server-side",
                "-f",
                Path.Combine(BuildFacts.RepositoryRoot, "tests", "Infra.Tests", "Traffic", "Gateways", "Definitions")
            )
        ).ShouldSucceed();
        (await sandbox.KubectlAsync("wait", "--for=condition=Established", "crd", "--all")).ShouldSucceed();

        (await sandbox.InfraAsync("up", "--stack", "dev", "--yes")).ShouldSucceed();

        var route = await sandbox.KubectlJsonAsync("get", "httproute", "web", "-n", "shop");
        var backends = route["spec"]!["rules"]![0]!["backendRefs"]!.AsArray();
        Assert.Equal(
            [("web-stable", 90), ("web-canary", 10)],
            backends.Select(backend => (backend!["name"]!.GetValue<string>(), backend["weight"]!.GetValue<int>()))
        );
        Assert.Equal(
            "any",
            (await sandbox.KubectlJsonAsync("get", "gateway", "load-balancer", "-n", "shop"))["spec"]![
                "gatewayClassName"
            ]!.GetValue<string>()
        );
        (await sandbox.InfraAsync("destroy", "--stack", "dev", "--yes")).ShouldSucceed();
    }

    private static void Write(Sandbox sandbox, string loadBalancing, string traffic = "")
    {
        File.WriteAllText(
            Path.Combine(sandbox.Directory, "stacks", "services.yaml"),
            $$"""
            name: shop
            sizes: { small: { requests: { cpu: 50m, memory: 64Mi }, limits: { memory: 128Mi } } }
            services:
              web:
                image: ghcr.io/example/web:1.0.0
                port: 8080
                traffic: { hosts: [shop.localhost], timeout: 5s{{traffic}} }
                versions: { canary: { tag: 1.1.0, weight: 10 } }
            """
        );
        File.WriteAllText(
            sandbox.StackFile("dev"),
            $"""
            config:
              infra:faultTolerance: development
              infra:cluster: {"{ kind: simulated }"}
              infra:loadBalancing: {loadBalancing}
            """
        );
    }
}

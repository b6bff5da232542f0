using System.Globalization;
using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Backend.Traffic.Gateways;
using Infra.Tests.Settings;

namespace Infra.Tests.Traffic.Gateways;

public class GatewayRoutesTests
{
    private const string Shop = """
        web: {image: "w:1", port: 8080, traffic: {hosts: [shop.example.com], paths: [/, /old], timeout: 1m30s, retries: 3}}
        rpc: {image: "r:1", port: 9000, traffic: {hosts: [rpc.example.com], protocol: grpc}}
        inner: {image: "i:1", port: 80}
        """;

    [Fact]
    public async Task HostsAndPaths_BecomeRoutesOfAGateway()
    {
        var plan = await RecordedPlan.ForServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}");

        var gateway = plan.Get("Gateway", "load-balancer");
        Assert.Equal(
            ("gateway.networking.k8s.io/v1", "envoy", "HTTP", 80d),
            (
                gateway["apiVersion"],
                gateway["spec.gatewayClassName"],
                gateway["spec.listeners[0].protocol"],
                gateway["spec.listeners[0].port"]
            )
        );
        var route = plan.Get("HTTPRoute", "web");
        Assert.Equal(
            ("load-balancer", "shop.example.com", "1m30s"),
            (route["spec.parentRefs[0].name"], route["spec.hostnames[0]"], route["spec.rules[0].timeouts.request"])
        );
        Assert.Equal(
            ("PathPrefix", "/", "/old"),
            (
                route["spec.rules[0].matches[0].path.type"],
                route["spec.rules[0].matches[0].path.value"],
                route["spec.rules[0].matches[1].path.value"]
            )
        );
        Assert.Equal(("web", 8080d), (route["spec.rules[0].backendRefs[0].name"], route["spec.rules[0].backendRefs[0].port"]));
        Assert.Equal(
            ("rpc", null),
            (plan.Get("GRPCRoute", "rpc")["spec.rules[0].backendRefs[0].name"], plan.Get("GRPCRoute", "rpc")["spec.rules[0].matches"])
        );
        Assert.False(plan.Has("HTTPRoute", "inner"));
    }

    [Fact]
    public async Task Retries_AreInTheExperimentalChannelOnly()
    {
        var experimental = (
            await RecordedPlan.ForServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy, channel: experimental}")
        ).Get("HTTPRoute", "web");
        var standard = (await RecordedPlan.ForServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}")).Get(
            "HTTPRoute",
            "web"
        );
        var policy = (
            await RecordedPlan.ForServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy, policies: envoyGateway}")
        ).Get("BackendTrafficPolicy", "web");

        Assert.Equal((3d, 503d), (experimental["spec.rules[0].retry.attempts"], experimental["spec.rules[0].retry.codes[1]"]));
        Assert.Null(standard["spec.rules[0].retry"]);
        Assert.Equal((3d, 503d), (policy["spec.retry.numRetries"], policy["spec.retry.retryOn.httpStatusCodes[1]"]));
    }

    [Fact]
    public async Task GrpcPaths_AreServicesAndMethods()
    {
        var route = (
            await RecordedPlan.ForServices(
                """rpc: {image: "r:1", port: 9000, traffic: {hosts: [rpc.example.com], protocol: grpc, paths: [/shop.v1.Orders, /shop.v1.Carts/Get]}}""",
                "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}"
            )
        ).Get("GRPCRoute", "rpc");

        Assert.Equal(
            ("Exact", "shop.v1.Orders", null),
            (
                route["spec.rules[0].matches[0].method.type"],
                route["spec.rules[0].matches[0].method.service"],
                route["spec.rules[0].matches[0].method.method"]
            )
        );
        Assert.Equal(
            ("shop.v1.Carts", "Get"),
            (route["spec.rules[0].matches[1].method.service"], route["spec.rules[0].matches[1].method.method"])
        );
    }

    [Fact]
    public async Task ServicesBehindAGateway_AcceptAllPods()
    {
        var plan = await RecordedPlan.ForServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}");

        Assert.Equal(8080d, Assert.Single(plan.Get("NetworkPolicy", "web").List("spec.ingress"))["ports[0].port"]);
        Assert.Null(plan.Get("NetworkPolicy", "inner")["spec.ingress"]);
        Assert.Equal("ClusterIP", plan.Get("Service", "web")["spec.type"]);
    }

    [Fact]
    public async Task WithACertificate_ItTerminatesTls()
    {
        var listener = new Inputs(
            (await RecordedPlan.ForServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy, tlsSecret: shop-tls}")).Get(
                "Gateway",
                "load-balancer"
            )["spec.listeners[0]"]
        );

        Assert.Equal(
            ("HTTPS", 443d, "Terminate", "shop-tls"),
            (listener["protocol"], listener["port"], listener["tls.mode"], listener["tls.certificateRefs[0].name"])
        );
    }

    [Fact]
    public async Task Versions_HaveTheirWeightsInTheRoute()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "w:1", port: 80, traffic: {hosts: [shop.example.com]}, versions: {canary: {tag: "2", weight: 10}}}
            rpc: {image: "r:1", port: 90, traffic: {hosts: [rpc.example.com], protocol: grpc, weight: 1}, versions: {green: {tag: "2", weight: 3}}}
            """,
            "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}"
        );

        Assert.Equal([("web-stable", 90d), ("web-canary", 10d)], Shares("HTTPRoute", "web"));
        Assert.Equal([("rpc-stable", 1d), ("rpc-green", 3d)], Shares("GRPCRoute", "rpc"));
        Assert.True(plan.Has("Service", "web-stable"));

        IEnumerable<(object?, object?)> Shares(string kind, string name) =>
            plan.Get(kind, name).List("spec.rules[0].backendRefs").Select(backend => (backend["name"], backend["weight"]));
    }

    [Fact]
    public async Task Policies_AreCreatedOnlyForServicesThatNeedThem()
    {
        const string Services = """
            web: {image: "w:1", port: 80, traffic: {hosts: [shop.example.com], algorithm: leastRequest, maxConnections: 20, ejectAfter: 5}}
            rpc: {image: "r:1", port: 90, traffic: {hosts: [rpc.example.com], protocol: grpc, timeout: 1d, retries: 2}}
            usual: {image: "u:1", port: 90, traffic: {hosts: [usual.example.com], timeout: 5s}}
            """;
        var plan = await RecordedPlan.ForServices(
            Services,
            "loadBalancing: {backend: gatewayApi, gatewayClass: envoy, policies: envoyGateway}"
        );

        var web = plan.Get("BackendTrafficPolicy", "web");
        Assert.Equal(
            ("gateway.envoyproxy.io/v1alpha1", "HTTPRoute", "web"),
            (web["apiVersion"], web["spec.targetRefs[0].kind"], web["spec.targetRefs[0].name"])
        );
        Assert.Equal(
            ("LeastRequest", 20d, 5d),
            (
                web["spec.loadBalancer.type"],
                web["spec.circuitBreaker.perEndpoint.maxConnections"],
                web["spec.healthCheck.passive.consecutive5XxErrors"]
            )
        );
        Assert.Equal(
            ("24h", 2d),
            (
                plan.Get("BackendTrafficPolicy", "rpc")["spec.timeout.http.requestTimeout"],
                plan.Get("BackendTrafficPolicy", "rpc")["spec.retry.numRetries"]
            )
        );
        Assert.False(plan.Has("BackendTrafficPolicy", "usual"));
        Assert.False(
            (await RecordedPlan.ForServices(Services, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}")).Has(
                "BackendTrafficPolicy",
                "web"
            )
        );
    }

    [Theory]
    [InlineData("traffic: {hosts: [HOSTS]}", "services.web.traffic.hosts: a route of the Gateway API may have at most 16 hosts, not 17")]
    [InlineData(
        "traffic: {hosts: [a.example.com], paths: [PATHS]}",
        "services.web.traffic.paths: a route of the Gateway API may have at most 64 paths, not 65"
    )]
    [InlineData(
        "traffic: {hosts: [a.example.com]}, versions: {VERSIONS}",
        "services.web.versions: a route of the Gateway API may have at most 15 versions, not 16"
    )]
    [InlineData(
        "traffic: {hosts: [a.example.com], protocol: grpc, paths: [/a/b/c]}",
        "services.web.traffic.paths[0]: a GRPCRoute cannot match calls by '/a/b/c'"
    )]
    [InlineData(
        "traffic: {hosts: [a.example.com], protocol: grpc, paths: [/my-service]}",
        "services.web.traffic.paths[0]: a GRPCRoute cannot match calls by '/my-service'"
    )]
    public void MoreThanARouteSupports_IsRejected_AndAcceptedWithHaproxy(string settings, string expected)
    {
        var web = settings
            .Replace("HOSTS", string.Join(", ", Enumerable.Range(0, 17).Select(host => $"h{host}.example.com")), StringComparison.Ordinal)
            .Replace("PATHS", string.Join(", ", Enumerable.Range(0, 65).Select(path => $"/p{path}")), StringComparison.Ordinal)
            .Replace(
                "VERSIONS",
                string.Join(", ", Enumerable.Range(0, 16).Select(version => $"v{version}: {{weight: 1}}")),
                StringComparison.Ordinal
            );

        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load("{backend: gatewayApi, gatewayClass: any}")).Errors);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Load("haproxy");

        LoadedSettings Load(string loadBalancing) =>
            SettingsLoader.Load(
                StackSources.Simulated(
                    $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 256Mi}}}}}}\nloadBalancing: {loadBalancing}\nservices: {{web: {{image: \"w:1\", port: 80, {web}}}}}\n",
                    ""
                )
            );
    }

    [Theory]
    [InlineData("/shop.v1.Orders", "shop.v1.Orders", null)]
    [InlineData("/shop.v1.Orders/", "shop.v1.Orders", null)]
    [InlineData("/Orders/Get_2", "Orders", "Get_2")]
    [InlineData("/", null, null)]
    [InlineData("/shop..Orders", null, null)]
    [InlineData("/1shop.Orders", null, null)]
    [InlineData("shop.Orders", null, null)]
    public void GrpcMethods_AreParsedFromPaths(string path, string? service, string? method)
    {
        Assert.Equal(service is not null, GrpcMethod.TryParse(path, out var parsed));
        Assert.Equal((service, method), (parsed?.Service, parsed?.Method));
    }

    [Theory]
    [InlineData("00:00:00", "0s")]
    [InlineData("1.00:00:00", "24h")]
    [InlineData("00:01:30", "1m30s")]
    [InlineData("00:00:00.250", "250ms")]
    [InlineData("3.01:02:03.004", "73h2m3s4ms")]
    public void Durations_HaveNoDays(string time, string expected) =>
        Assert.Equal(expected, GatewayDuration.Format(TimeSpan.Parse(time, CultureInfo.InvariantCulture)));
}

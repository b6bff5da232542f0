namespace Infra.Tests.Traffic;

public class GatewayApiTests
{
    private const string Shop = """
        web: {image: "w:1", port: 8080, traffic: {hosts: [shop.example.com], paths: [/, /old], timeout: 1m30s}}
        rpc: {image: "r:1", port: 9000, traffic: {hosts: [rpc.example.com], protocol: grpc}}
        inner: {image: "i:1", port: 80}
        """;

    [Fact]
    public async Task HostsAndPaths_BecomeRoutesOfAGateway()
    {
        var plan = await RecordedPlan.OfServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}");

        var gateway = plan.The("Gateway", "load-balancer");
        Assert.Equal(("gateway.networking.k8s.io/v1", "envoy", "HTTP", 80d), (gateway["apiVersion"], gateway["spec.gatewayClassName"], gateway["spec.listeners[0].protocol"], gateway["spec.listeners[0].port"]));
        var route = plan.The("HTTPRoute", "web");
        Assert.Equal(("load-balancer", "shop.example.com", "1m30s"), (route["spec.parentRefs[0].name"], route["spec.hostnames[0]"], route["spec.rules[0].timeouts.request"]));
        Assert.Equal(("PathPrefix", "/", "/old"), (route["spec.rules[0].matches[0].path.type"], route["spec.rules[0].matches[0].path.value"], route["spec.rules[0].matches[1].path.value"]));
        Assert.Equal(("web", 8080d), (route["spec.rules[0].backendRefs[0].name"], route["spec.rules[0].backendRefs[0].port"]));
        Assert.Equal(("rpc", null), (plan.The("GRPCRoute", "rpc")["spec.rules[0].backendRefs[0].name"], plan.The("GRPCRoute", "rpc")["spec.rules[0].matches"]));
        Assert.False(plan.Has("HTTPRoute", "inner"));
    }

    [Fact]
    public async Task WhatTheGatewayRoutesTo_IsOpenToIt()
    {
        var plan = await RecordedPlan.OfServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}");

        Assert.Equal(8080d, Assert.Single(plan.The("NetworkPolicy", "web").List("spec.ingress"))["ports[0].port"]);
        Assert.Null(plan.The("NetworkPolicy", "inner")["spec.ingress"]);
        Assert.Equal("ClusterIP", plan.The("Service", "web")["spec.type"]);
    }

    [Fact]
    public async Task WithACertificate_ItTerminatesTls()
    {
        var listener = new Inputs((await RecordedPlan.OfServices(Shop, "loadBalancing: {backend: gatewayApi, gatewayClass: envoy, tlsSecret: shop-tls}")).The("Gateway", "load-balancer")["spec.listeners[0]"]);

        Assert.Equal(("HTTPS", 443d, "Terminate", "shop-tls"), (listener["protocol"], listener["port"], listener["tls.mode"], listener["tls.certificateRefs[0].name"]));
    }
}

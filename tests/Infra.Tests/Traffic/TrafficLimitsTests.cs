using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Traffic;

/// <summary>Traffic settings that the load balancer does not support cause a warning, and no others do.</summary>
public class TrafficLimitsTests
{
    private const string Gateway = "{backend: gatewayApi, gatewayClass: g}";
    private const string ExperimentalGateway = "{backend: gatewayApi, gatewayClass: g, channel: experimental}";
    private const string EnvoyGateway = "{backend: gatewayApi, gatewayClass: envoy, policies: envoyGateway}";

    [Theory]
    [InlineData("services", "algorithm: roundRobin", "algorithm: plain Services cannot balance by 'roundRobin'")]
    [InlineData("services", "algorithm: leastRequest", "algorithm: plain Services cannot balance by 'leastRequest'")]
    [InlineData("services", "algorithm: random", null)]
    [InlineData("services", "algorithm: clientIp, stickyFor: 1h", null)]
    [InlineData(
        "services",
        "expose: headless, algorithm: clientIp",
        "algorithm: a headless Service does not balance: its clients choose a pod, so 'clientIp' has no effect"
    )]
    [InlineData(
        "services",
        "expose: headless, preferSameZone: true",
        "preferSameZone: a headless Service resolves to the pods of all zones"
    )]
    [InlineData("services", "preferSameZone: true", null)]
    [InlineData("services", "paths: [/api]", "paths: plain Services forward connections, not requests")]
    [InlineData("services", "timeout: 5s", "timeout: plain Services forward connections, not requests")]
    [InlineData("services", "retries: 3", "retries: plain Services forward connections, not requests")]
    [InlineData("services", "maxConnections: 3", "maxConnections: plain Services forward connections, not requests")]
    [InlineData("services", "ejectAfter: 3", "ejectAfter: plain Services forward connections, not requests")]
    [InlineData(
        "services",
        "expose: loadBalancer, hosts: [a.example.com], failover: spare",
        "failover: plain Services forward connections, not requests"
    )]
    [InlineData("haproxy", "algorithm: leastRequest", "algorithm: plain Services cannot balance by 'leastRequest'")]
    [InlineData(
        "haproxy",
        "hosts: [a.example.com], algorithm: leastRequest, paths: [/a], timeout: 5s, retries: 3, maxConnections: 3, ejectAfter: 3, failover: spare",
        null
    )]
    [InlineData(
        "haproxy",
        "expose: loadBalancer, hosts: [a.example.com], retries: 3",
        "retries: plain Services forward connections, not requests"
    )]
    [InlineData("haproxy", "hosts: [a.example.com], algorithm: clientIp, stickyFor: 1h", null)]
    [InlineData(
        "haproxy",
        "hosts: [a.example.com], preferSameZone: true",
        "preferSameZone: HAProxy sends requests to the pods of all zones"
    )]
    [InlineData(
        "{backend: haproxy, expose: nodePort}",
        "hosts: [a.example.com], algorithm: clientIp",
        "algorithm: requests to a node port reach HAProxy from the node's address"
    )]
    [InlineData(
        Gateway,
        "hosts: [a.example.com], algorithm: random",
        "algorithm: the Gateway API has no field for 'random': the gateway's own algorithm applies"
    )]
    [InlineData(Gateway, "hosts: [a.example.com], timeout: 5s, paths: [/a]", null)]
    [InlineData(Gateway, "hosts: [a.example.com], retries: 3", "retries: the standard definitions of the Gateway API have no retries")]
    [InlineData(Gateway, "hosts: [a.example.com], retries: 0", null)]
    [InlineData(Gateway, "hosts: [a.example.com], maxConnections: 3", "maxConnections: the Gateway API has no field for it")]
    [InlineData(Gateway, "hosts: [a.example.com], ejectAfter: 3", "ejectAfter: the Gateway API has no field for it")]
    [InlineData(Gateway, "hosts: [a.example.com], failover: spare", "failover: the Gateway API has no field for it")]
    [InlineData(Gateway, "hosts: [a.example.com], protocol: grpc, timeout: 5s", "timeout: a GRPCRoute has no timeouts")]
    [InlineData(ExperimentalGateway, "hosts: [a.example.com], retries: 3", null)]
    [InlineData(ExperimentalGateway, "hosts: [a.example.com], protocol: grpc, retries: 3", "retries: a GRPCRoute has no retries")]
    [InlineData(EnvoyGateway, "hosts: [a.example.com], algorithm: leastRequest, retries: 3, maxConnections: 3, ejectAfter: 3", null)]
    [InlineData(EnvoyGateway, "hosts: [a.example.com], protocol: grpc, retries: 3, timeout: 5s", null)]
    [InlineData(
        EnvoyGateway,
        "hosts: [a.example.com], algorithm: clientIp, stickyFor: 1h",
        "stickyFor: a gateway hashes the client's address"
    )]
    [InlineData(
        "ingress",
        "hosts: [a.example.com], algorithm: random",
        "algorithm: an Ingress has no field for 'random': the algorithm of its controller applies"
    )]
    [InlineData("ingress", "hosts: [a.example.com], timeout: 5s", "timeout: an Ingress has no field for it")]
    [InlineData("ingress", "hosts: [a.example.com], retries: 0", "retries: an Ingress has no field for it")]
    [InlineData("ingress", "hosts: [a.example.com], maxConnections: 3", "maxConnections: an Ingress has no field for it")]
    [InlineData("ingress", "hosts: [a.example.com], ejectAfter: 3", "ejectAfter: an Ingress has no field for it")]
    [InlineData("ingress", "hosts: [a.example.com], failover: spare", "failover: an Ingress has no field for it")]
    [InlineData("ingress", "hosts: [a.example.com], paths: [/a], pathType: exact", null)]
    [InlineData("ingress", "paths: [/a]", null)]
    [InlineData("ingress", "hosts: [a.example.com], protocol: grpc", "hosts: an Ingress has no field for HTTP/2 and gRPC")]
    [InlineData("ingress", "hosts: [a.example.com], protocol: http2", "hosts: an Ingress has no field for HTTP/2 and gRPC")]
    [InlineData("services", "paths: [/a], pathType: exact", "paths: plain Services forward connections", 2)]
    [InlineData("haproxy", "hosts: [a.example.com], paths: [/a], pathType: exact", null)]
    [InlineData(Gateway, "hosts: [a.example.com], paths: [/a], pathType: exact", null)]
    [InlineData(
        Gateway,
        "hosts: [a.example.com], protocol: grpc, paths: [/a.B], pathType: exact",
        "pathType: a GRPCRoute matches whole services and methods"
    )]
    public void UnsupportedSettings_CauseAWarning(string loadBalancing, string traffic, string? expected, int count = 1)
    {
        var protocol = traffic.Contains("grpc", StringComparison.Ordinal) ? "{protocol: grpc}" : "{}";
        var warnings = WarningsOf(
                $"{{web: {{image: \"w:1\", port: 80, traffic: {{{traffic}}}}}, spare: {{image: \"s:1\", port: 80, traffic: {protocol}}}}}",
                loadBalancing
            )
            .Where(warning => warning.Path.ToString().StartsWith("services.web.traffic.", StringComparison.Ordinal));

        if (expected is null)
        {
            Assert.Empty(warnings);
        }
        else
        {
            Assert.Equal(count, warnings.Count());
            Assert.Contains($"services.web.traffic.{expected}", warnings.First().ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("haproxy", "hosts: [a.example.com]", "", false)]
    [InlineData(Gateway, "hosts: [a.example.com]", "", false)]
    [InlineData("haproxy", "hosts: [a.example.com]", ", caller: {image: \"c:1\", port: 80, calls: [web]}", true)]
    [InlineData("haproxy", "", "", true)]
    [InlineData("services", "", "", true)]
    [InlineData("ingress", "hosts: [a.example.com]", "", true)]
    [InlineData("services", "weight: 0", "", false)]
    public void WeightsThatPlainServicesDoNotApply_CauseAWarning(string loadBalancing, string traffic, string others, bool warns)
    {
        var web = $"{{image: \"w:1\", port: 80, replicas: 3, traffic: {{{traffic}}}, versions: {{canary: {{tag: \"2\", weight: 10}}}}}}";

        var warnings = WarningsOf($"{{web: {web}{others}}}", loadBalancing);

        Assert.Equal(warns, warnings.Any(warning => warning.Path.ToString() == "services.web.versions.canary.weight"));
    }

    private static IReadOnlyList<SettingsError> WarningsOf(string services, string loadBalancing)
    {
        const string sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";
        var catalogue = $"name: shop\n{sizes}\nloadBalancing: {loadBalancing}\nservices: {services}\n";
        return SettingsLoader.Load(StackSources.Simulated(catalogue, "")).Warnings;
    }
}

namespace Infra.Tests.Workloads;

/// <summary>The mechanism, port and fields of probes.</summary>
public class ProbeTests
{
    [Theory]
    [InlineData("", "httpGet", "http", "/healthz")]
    [InlineData("port: grpc", "grpc", "9090", null)]
    [InlineData("port: 9090", "grpc", "9090", null)]
    [InlineData("port: tcp", "tcpSocket", "tcp", null)]
    [InlineData("port: grpc, path: /live", "httpGet", "grpc", "/live")]
    [InlineData("port: 8081", "httpGet", "8081", "/healthz")]
    [InlineData("kind: tcp", "tcpSocket", "http", null)]
    [InlineData("kind: grpc", "grpc", "8080", null)]
    [InlineData("service: shop.Orders, port: grpc", "grpc", "9090", null)]
    [InlineData("path: /ready, readiness: {port: grpc}", "grpc", "9090", null)]
    [InlineData("path: /ready, readiness: {kind: tcp}", "tcpSocket", "http", null)]
    [InlineData("command: [/check], readiness: {port: tcp}", "tcpSocket", "tcp", null)]
    [InlineData("kind: tcp, readiness: {path: /ready}", "httpGet", "http", "/ready")]
    [InlineData("port: admin", "httpGet", "9901", "/healthz")]
    public async Task AProbe_HasTheMechanismThatItsSettingsOrItsPortNeed(string health, string mechanism, string port, string? path)
    {
        var probe = await Readiness(health);

        Assert.Equal(port, probe[$"{mechanism}.port"]?.ToString());
        Assert.Equal(path, probe[$"{mechanism}.path"]);
        Assert.Single(new[] { "httpGet", "grpc", "tcpSocket", "exec" }, kind => probe[kind] is not null);
    }

    [Fact]
    public async Task AnHttpProbe_HasEveryField()
    {
        var probe = await Readiness(
            "scheme: https, headers: {Host: shop.example.com, X-A: a}, "
                + "readiness: {headers: {x-a: b}, initialDelay: 10s, successes: 3, period: 4s, timeout: 2s, failures: 5}"
        );

        Assert.Equal("HTTPS", probe["httpGet.scheme"]);
        Assert.Equal(
            ["Host: shop.example.com", "x-a: b"],
            probe.List("httpGet.httpHeaders").Select(header => $"{header["name"]}: {header["value"]}")
        );
        Assert.Equal(
            (10d, 3d, 4d, 2d, 5d),
            (
                probe["initialDelaySeconds"],
                probe["successThreshold"],
                probe["periodSeconds"],
                probe["timeoutSeconds"],
                probe["failureThreshold"]
            )
        );
    }

    [Fact]
    public async Task OtherProbes_HaveTheirServiceAndGracePeriod()
    {
        var container = await Container("readiness: {port: grpc, service: shop.Orders}, liveness: {terminationGracePeriod: 90s}", "");

        Assert.Equal("shop.Orders", container["readinessProbe.grpc.service"]);
        Assert.Equal(90d, container["livenessProbe.terminationGracePeriodSeconds"]);
    }

    [Fact]
    public async Task AHost_IsProbedWhereTheStackAllowsIt()
    {
        var container = await Container("host: 127.0.0.1, liveness: {kind: tcp}", "podSecurity: privileged");

        Assert.Equal("127.0.0.1", container["readinessProbe.httpGet.host"]);
        Assert.Equal("127.0.0.1", container["livenessProbe.tcpSocket.host"]);
    }

    [Fact]
    public async Task ASidecar_HasProbesOfItsOwn()
    {
        var plan = await RecordedPlan.ForServices(
            """
            api:
              image: "a:1"
              port: 80
              sidecars:
                proxy: {image: "b:1", ports: {admin: 9901, data: {container: 9902, protocol: tcp}}, health: {path: /ready, detectWithin: 30s, liveness: {enabled: false}}}
                quiet: {image: "c:1", port: 9903}
            """
        );

        var proxy = new Inputs(plan.Get("Deployment", "api")["spec.template.spec.initContainers[0]"]);
        Assert.Equal(
            ("Always", "/ready", "admin"),
            (proxy["restartPolicy"], proxy["startupProbe.httpGet.path"], proxy["startupProbe.httpGet.port"])
        );
        Assert.Equal(("/ready", 10d), (proxy["readinessProbe.httpGet.path"], proxy["readinessProbe.periodSeconds"]));
        Assert.Null(proxy["livenessProbe"]);
        Assert.Null(plan.Get("Deployment", "api")["spec.template.spec.initContainers[1].readinessProbe"]);
    }

    [Fact]
    public async Task Metrics_AreScrapedAtANamedPort()
    {
        var plan = await RecordedPlan.ForServices(
            """
            api: {image: "a:1", ports: {http: 8080, metrics: 9465}, metrics: {port: metrics}}
            queue: {image: "a:1", port: 5672, traffic: {protocol: tcp}, metrics: {port: exporter}, sidecars: {exporter: {image: "b:1", ports: {exporter: 9419}}}}
            """,
            "monitoring: local"
        );

        Assert.Equal(9465d, plan.Get("NetworkPolicy", "api-metrics")["spec.ingress[0].ports[0].port"]);
        Assert.Equal(9419d, plan.Get("NetworkPolicy", "queue-metrics")["spec.ingress[0].ports[0].port"]);
    }

    private static async Task<Inputs> Readiness(string health) => new((await Container(health, ""))["readinessProbe"]);

    private static async Task<Inputs> Container(string health, string stack) => (
            await RecordedPlan.ForServices(
                $$"""
                api:
                  image: "a:1"
                  ports: {http: 8080, grpc: {container: 9090, protocol: grpc}, tcp: {container: 7000, protocol: tcp} }
                  sidecars: {proxy: {image: "b:1", ports: {admin: 9901} } }
                  health: { {{health}} }
                """,
                stack
            )
        ).Get("Deployment", "api").Container;
}

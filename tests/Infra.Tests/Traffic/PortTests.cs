namespace Infra.Tests.Traffic;

/// <summary>The ports of containers, Services, network policies and addresses.</summary>
public class PortTests
{
    [Fact]
    public async Task ASinglePort_MayDifferFromThatOfTheService()
    {
        var plan = await RecordedPlan.ForServices(
            """
            front: {image: "a:1", port: {container: 8079, service: 80, name: web, nodePort: 30001}, traffic: {expose: nodePort}}
            caller: {image: "b:1", port: 80, calls: [front]}
            """
        );

        var port = Assert.Single(plan.Get("Service", "front").List("spec.ports"));
        Assert.Equal(("web", 80d, "web", 30001d), (port["name"], port["port"], port["targetPort"], port["nodePort"]));
        var container = plan.Get("Deployment", "front").Container;
        Assert.Equal(("web", 8079d), (container["ports[0].name"], container["ports[0].containerPort"]));
        Assert.Equal("web", container["readinessProbe.httpGet.port"]);
        Assert.Equal("http://front.shop.svc:80", plan.Get("ConfigMap", "caller").Map("data")["FRONT_URL"]);

        // A policy applies to the pod, behind the Service.
        Assert.Equal(8079d, plan.Get("NetworkPolicy", "caller")["spec.egress[0].ports[0].port"]);
        Assert.Equal(8079d, plan.Get("NetworkPolicy", "front")["spec.ingress[0].ports[0].port"]);
    }

    [Fact]
    public async Task ACall_CoversAllPorts_OrTheNamedOne()
    {
        var plan = await RecordedPlan.ForServices(
            """
            flags: {image: "a:1", ports: {grpc: {container: 8013, protocol: grpc}, ofrep: 8016, sync: {container: 8015, protocol: udp}}}
            all: {image: "b:1", port: 80, calls: [flags]}
            one: {image: "b:1", port: 80, calls: ["flags:ofrep"]}
            """
        );

        Assert.Equal(["TCP 8013", "TCP 8016", "UDP 8015"], Ports(Assert.Single(plan.Get("NetworkPolicy", "all").List("spec.egress"))));
        Assert.Equal(["TCP 8016"], Ports(Assert.Single(plan.Get("NetworkPolicy", "one").List("spec.egress"))));
        Assert.Equal(
            ["all: TCP 8013, TCP 8016, UDP 8015", "one: TCP 8016"],
            plan.Get("NetworkPolicy", "flags")
                .List("spec.ingress")
                .Select(rule => $"{rule["from[0].podSelector.matchLabels.'app.kubernetes.io/name'"]}: {string.Join(", ", Ports(rule))}")
        );
        var variables = plan.Get("ConfigMap", "all").Map("data");
        Assert.Equal(
            ("grpc://flags.shop.svc:8013", "http://flags.shop.svc:8016", "udp://flags.shop.svc:8015"),
            (variables["FLAGS_URL"], variables["FLAGS_OFREP_URL"], variables["FLAGS_SYNC_URL"])
        );
        Assert.Equal("http://flags.shop.svc:8016", Assert.Single(plan.Get("ConfigMap", "one").Map("data")).Value);
    }

    [Fact]
    public async Task TheSameNumber_MayHaveTwoTransports_AndTwoPortsOfTheServiceOneOfTheContainer()
    {
        var plan = await RecordedPlan.ForServices(
            """
            dns: {image: "a:1", ports: {udp: {container: 5353, service: 53, protocol: udp}, tcp: {container: 5353, service: 53, protocol: tcp}}}
            web: {image: "a:1", ports: {http: 8080, legacy: {container: 8080, service: 80}}}
            """
        );

        Assert.Equal(
            ["udp UDP 53 udp", "tcp  53 tcp"],
            plan.Get("Service", "dns")
                .List("spec.ports")
                .Select(port => $"{port["name"]} {port["protocol"]} {port["port"]} {port["targetPort"]}")
        );
        Assert.Equal(["UDP", null], plan.Get("Deployment", "dns").Container.List("ports").Select(port => port["protocol"]));
        Assert.Equal("tcp", plan.Get("Deployment", "dns").Container["readinessProbe.tcpSocket.port"]);

        // Kubernetes merges the ports of a container by number and transport.
        Assert.Equal("http", Assert.Single(plan.Get("Deployment", "web").Container.List("ports"))["name"]);
        Assert.Equal(
            ["http 8080 http", "legacy 80 http"],
            plan.Get("Service", "web").List("spec.ports").Select(port => $"{port["name"]} {port["port"]} {port["targetPort"]}")
        );
    }

    [Fact]
    public async Task APortOfASidecar_IsInTheService_OnlyIfItSaysSo()
    {
        var plan = await RecordedPlan.ForServices(
            """
            flags:
              image: "a:1"
              port: 8013
              sidecars: {ui: {image: "b:1", ports: {ui: {container: 4000, service: 80}, admin: 9901}}}
            caller: {image: "c:1", port: 80, calls: ["flags:ui"]}
            """
        );

        Assert.Equal(
            ["http 8013 http", "ui 80 ui"],
            plan.Get("Service", "flags").List("spec.ports").Select(port => $"{port["name"]} {port["port"]} {port["targetPort"]}")
        );
        Assert.Equal(
            ["ui", "admin"],
            new Inputs(plan.Get("Deployment", "flags")["spec.template.spec.initContainers[0]"]).List("ports").Select(port => port["name"])
        );
        Assert.Equal("http://flags.shop.svc:80", plan.Get("ConfigMap", "caller").Map("data")["FLAGS_URL"]);
        Assert.Equal(4000d, plan.Get("NetworkPolicy", "caller")["spec.egress[0].ports[0].port"]);
    }

    [Fact]
    public async Task TrafficPort_NamesTheMainPort_ThatRoutesLeadTo()
    {
        var plan = await RecordedPlan.ForServices(
            """
            media:
              image: "a:1"
              ports: {rtp: {container: 5004, protocol: udp}, http: 8080}
              traffic: {port: http, hosts: [media.example.com]}
            caller: {image: "c:1", port: 80, calls: [media]}
            """,
            "loadBalancing: {backend: gatewayApi, gatewayClass: envoy}"
        );

        Assert.Equal(8080d, plan.Get("HTTPRoute", "media")["spec.rules[0].backendRefs[0].port"]);
        Assert.Equal("ClusterIP", plan.Get("Service", "media")["spec.type"]);
        Assert.Equal("http://media.shop.svc:8080", plan.Get("ConfigMap", "caller").Map("data")["MEDIA_URL"]);

        // The gateway reaches the main port only; callers reach the others.
        var ingress = plan.Get("NetworkPolicy", "media").List("spec.ingress");
        Assert.Equal(["TCP 8080", "UDP 5004"], ingress.Select(rule => string.Join(", ", Ports(rule))));
        Assert.Null(ingress[0]["from"]);
        Assert.NotNull(ingress[1]["from"]);
    }

    [Fact]
    public async Task AUdpServiceWithHosts_HasALoadBalancerOfItsOwn()
    {
        var plan = await RecordedPlan.ForServices(
            "game: {image: \"a:1\", port: {container: 7777, protocol: udp}, traffic: {hosts: [play.example.com]}}",
            "loadBalancing: haproxy"
        );

        var service = plan.Get("Service", "game");
        Assert.Equal(
            ("LoadBalancer", "UDP", "udp"),
            (service["spec.type"], service["spec.ports[0].protocol"], service["spec.ports[0].name"])
        );
        Assert.Equal("UDP", plan.Get("NetworkPolicy", "game")["spec.ingress[0].ports[0].protocol"]);
        Assert.Null(plan.Get("Deployment", "game").Container["readinessProbe"]);
        Assert.False(plan.Has("Deployment", "load-balancer"));
    }

    [Fact]
    public async Task HeadlessServices_HaveThePortsOfThePods()
    {
        var plan = await RecordedPlan.ForServices(
            "db: {kind: stateful, image: \"a:1\", ports: {sql: {container: 5432, service: 15432, protocol: tcp}, alias: {container: 5432, protocol: tcp}}}"
        );

        Assert.Equal([15432d, 5432d], plan.Get("Service", "db").List("spec.ports").Select(port => port["port"]));
        Assert.Equal(5432d, Assert.Single(plan.Get("Service", "db-pods").List("spec.ports"))["port"]);
    }

    [Fact]
    public async Task PodsOfAStatefulService_ReachEachOther_AtAllTheirPorts()
    {
        var policy = (
            await RecordedPlan.ForServices(
                """
                broker:
                  kind: stateful
                  image: "a:1"
                  ports: {client: {container: 9092, protocol: tcp}, gossip: {container: 7946, protocol: udp}}
                  sidecars: {agent: {image: "b:1", port: 8500}}
                """
            )
        ).Get("NetworkPolicy", "broker");

        foreach (var (rule, peer) in new[] { ("spec.ingress", "from"), ("spec.egress", "to") })
        {
            var only = Assert.Single(policy.List(rule));
            Assert.Equal("broker", only[$"{peer}[0].podSelector.matchLabels.'app.kubernetes.io/name'"]);
            Assert.Equal(["TCP 9092", "UDP 7946", "TCP 8500"], Ports(only));
        }
    }

    [Fact]
    public async Task AServiceThatIsNotStateful_ReachesItself_OnlyIfItSaysSo()
    {
        var plan = await RecordedPlan.ForServices(
            """
            cache: {image: "a:1", ports: {http: 8080, gossip: {container: 5701, protocol: tcp}}, calls: ["cache:gossip"]}
            plain: {image: "a:1", port: 8080}
            """
        );

        var policy = plan.Get("NetworkPolicy", "cache");
        Assert.Equal(["TCP 5701"], Ports(Assert.Single(policy.List("spec.ingress"))));
        Assert.Equal(["TCP 5701"], Ports(Assert.Single(policy.List("spec.egress"))));
        Assert.Null(plan.Get("NetworkPolicy", "plain")["spec.ingress"]);
    }

    [Theory]
    [InlineData("", "Parallel", null)]
    [InlineData(", startup: parallel", "Parallel", null)]
    [InlineData(", startup: ordered", "OrderedReady", null)]
    [InlineData(", claimRetention: {whenScaled: delete}", "Parallel", "Retain Delete")]
    [InlineData(", claimRetention: {whenDeleted: delete}", "Parallel", "Delete Retain")]
    public async Task AStatefulSet_HasItsOrderAndItsRetention(string settings, string order, string? retention)
    {
        var set = (
            await RecordedPlan.ForServices(
                $"db: {{kind: stateful, image: \"a:1\", port: 80, volumes: {{data: {{mount: /data, kind: persistent, size: 1Gi}}}}{settings}}}"
            )
        ).Get("StatefulSet", "db");

        Assert.Equal(order, set["spec.podManagementPolicy"]);
        var policy = new Inputs(set["spec.persistentVolumeClaimRetentionPolicy"]);
        Assert.Equal(retention, policy.Value is null ? null : $"{policy["whenDeleted"]} {policy["whenScaled"]}");
    }

    private static IEnumerable<string> Ports(Inputs rule) =>
        rule.List("ports").Select(port => $"{port["protocol"] ?? "TCP"} {port["port"]}");
}

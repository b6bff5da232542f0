namespace Infra.Tests.Traffic;

/// <summary>The fields of Services, and the additional Services of a workload.</summary>
public class ServiceFieldTests
{
    [Fact]
    public async Task AnAdditionalService_HasItsOwnTypePortsAndMetadata_AndThePodsOfTheService()
    {
        var plan = await RecordedPlan.ForServices(
            """
            front:
              image: "a:1"
              ports: {http: {container: 8080, service: 80, nodePort: 30001}, grpc: {container: 9000, protocol: grpc}}
              annotations: {a: service, b: service}
              objects: {service: {labels: {own: "yes"}}}
              traffic:
                expose: nodePort
                services:
                  front-external: {expose: loadBalancer, ports: [http], labels: {tier: edge}, annotations: {a: external}}
                  front-all: {}
                  front-nodes: {expose: nodePort, ports: [{name: grpc, service: 443, nodePort: 30002}]}
            """
        );

        var external = plan.Get("Service", "front-external");
        Assert.Equal(("LoadBalancer", "front-external"), (external["spec.type"], external["metadata.name"]));
        Assert.Equal(("external", "service"), (external["metadata.annotations.a"], external["metadata.annotations.b"]));
        Assert.Equal(("edge", null, "front"), (Label(external, "tier"), Label(external, "own"), Label(external, "app.kubernetes.io/name")));
        Assert.Equal(plan.Get("Service", "front").Map("spec.selector"), external.Map("spec.selector"));
        var port = Assert.Single(external.List("spec.ports"));
        Assert.Equal(("http", 80d, "http", null), (port["name"], port["port"], port["targetPort"], port["nodePort"]));
        Assert.Equal([80d, 9000d], plan.Get("Service", "front-all").List("spec.ports").Select(port => port["port"]));
        var nodes = plan.Get("Service", "front-nodes");
        Assert.Equal(
            (443d, "grpc", 30002d),
            (nodes["spec.ports[0].port"], nodes["spec.ports[0].targetPort"], nodes["spec.ports[0].nodePort"])
        );
        Assert.Equal(30001d, plan.Get("Service", "front")["spec.ports[0].nodePort"]);

        static object? Label(Inputs service, string key) => service[$"metadata.labels.'{key}'"];
    }

    [Fact]
    public async Task TheNetworkPolicy_OpensThePortsOfExposedServices_AndNoOthers()
    {
        var plan = await RecordedPlan.ForServices(
            """
            front: {image: "a:1", ports: {http: {container: 8080, service: 80}, admin: 9000}, traffic: {services: {front-external: {expose: loadBalancer, ports: [http]}, front-inner: {ports: [admin]}}}}
            caller: {image: "b:1", port: 80, calls: [front]}
            """
        );

        var rules = plan.Get("NetworkPolicy", "front").List("spec.ingress");
        Assert.Equal(2, rules.Count);
        Assert.Equal((null, 8080d, null), (rules[0]["from"], rules[0]["ports[0].port"], rules[0]["ports[1]"]));
        Assert.Equal(
            ("caller", 9000d, null),
            (rules[1]["from[0].podSelector.matchLabels.'app.kubernetes.io/name'"], rules[1]["ports[0].port"], rules[1]["ports[1]"])
        );
    }

    [Fact]
    public async Task ASidecarsPort_MayBeInAnAdditionalServiceOnly()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "a:1", port: 8080, sidecars: {proxy: {image: "p:1", ports: {admin: 9901}}}, traffic: {services: {web-admin: {ports: [admin]}}}}
            """
        );

        Assert.Equal(["http"], plan.Get("Service", "web").List("spec.ports").Select(port => port["name"]));
        var port = Assert.Single(plan.Get("Service", "web-admin").List("spec.ports"));
        Assert.Equal(("admin", 9901d, "admin"), (port["name"], port["port"], port["targetPort"]));
    }

    [Fact]
    public async Task Versions_DoNotHaveTheFieldsOfTheExposedService()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web:
              image: "a:1"
              port: 8080
              replicas: 9
              traffic:
                expose: loadBalancer
                externalTrafficPolicy: local
                clusterIP: 10.96.0.53
                loadBalancerSourceRanges: [10.0.0.0/8]
                services: {web-external: {expose: loadBalancer}}
              versions: {canary: {tag: "2", weight: 10}}
            """
        );

        var canary = plan.Get("Service", "web-canary");
        Assert.Equal(
            ("ClusterIP", null, null, null),
            (canary["spec.type"], canary["spec.externalTrafficPolicy"], canary["spec.clusterIP"], canary["spec.loadBalancerSourceRanges"])
        );
        Assert.Equal("10.96.0.53", plan.Get("Service", "web")["spec.clusterIP"]);
        Assert.Equal("Local", plan.Get("Service", "web")["spec.externalTrafficPolicy"]);
        Assert.Single(plan.KubernetesObjects(), resource => resource.Name == "web-external");
    }

    [Theory]
    [InlineData("preferSameZone: true", "PreferSameZone")]
    [InlineData("trafficDistribution: preferSameZone", "PreferSameZone")]
    [InlineData("trafficDistribution: preferSameNode", "PreferSameNode")]
    [InlineData("expose: clusterIp", null)]
    public async Task TheDistribution_HasAShortForm(string traffic, string? expected) =>
        Assert.Equal(
            expected,
            (await RecordedPlan.ForServices($"web: {{image: \"a:1\", port: 80, traffic: {{{traffic}}}}}")).Get("Service", "web")[
                "spec.trafficDistribution"
            ]
        );
}

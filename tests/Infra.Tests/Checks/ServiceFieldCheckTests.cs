using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Vocabulary;
using Infra.Kubernetes.Schema;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Services that Kubernetes would refuse, or whose settings have no effect, are reported with their cure.</summary>
public class ServiceFieldCheckTests
{
    private const string LoadBalancerOnly = "only a Service of type LoadBalancer has it; write 'expose: loadBalancer', or remove it";

    public static TheoryData<string> ServiceFields { get; } =
    [
        .. SchemaFile
            .Instance.Definitions.GetProperty("io.k8s.api.core.v1.ServiceSpec")
            .GetProperty("properties")
            .EnumerateObject()
            .Select(property => property.Name),
    ];

    [Theory]
    [InlineData(
        "externalTrafficPolicy: local",
        "externalTrafficPolicy: Kubernetes allows it only for a Service that is reachable from outside"
    )]
    [InlineData(
        "expose: headless, externalTrafficPolicy: cluster",
        "externalTrafficPolicy: Kubernetes allows it only for a Service that is"
    )]
    [InlineData("expose: nodePort, loadBalancerClass: a", $"loadBalancerClass: {LoadBalancerOnly}")]
    [InlineData("loadBalancerIP: 198.51.100.7", $"loadBalancerIP: {LoadBalancerOnly}")]
    [InlineData("expose: nodePort, loadBalancerSourceRanges: [10.0.0.0/8]", $"loadBalancerSourceRanges: {LoadBalancerOnly}")]
    [InlineData("allocateLoadBalancerNodePorts: true", $"allocateLoadBalancerNodePorts: {LoadBalancerOnly}")]
    [InlineData(
        "expose: loadBalancer, healthCheckNodePort: 30900",
        "healthCheckNodePort: Kubernetes allows it only for the type LoadBalancer with"
    )]
    [InlineData(
        "expose: nodePort, externalTrafficPolicy: local, healthCheckNodePort: 30900",
        "healthCheckNodePort: Kubernetes allows it only for"
    )]
    [InlineData(
        "expose: loadBalancer, externalTrafficPolicy: local, healthCheckNodePort: 30100",
        "healthCheckNodePort: 't' already has the node port 30100"
    )]
    [InlineData(
        "expose: loadBalancer, healthCheckNodePort: 80",
        "healthCheckNodePort: 80 is out of range; write a number from 30000 to 32767"
    )]
    [InlineData("expose: loadBalancer, loadBalancerClass: a b", "loadBalancerClass: 'a b' is not a valid class of load balancers")]
    [InlineData("expose: loadBalancer, loadBalancerIP: lb.example.com", "loadBalancerIP: 'lb.example.com' is not an IP address")]
    [InlineData(
        "expose: loadBalancer, loadBalancerSourceRanges: [10.0.0.0]",
        "loadBalancerSourceRanges[0]: '10.0.0.0' is not a range of addresses"
    )]
    [InlineData(
        "expose: loadBalancer, loadBalancerSourceRanges: [10.0.0.0/8, 10.0.0.0/33]",
        "loadBalancerSourceRanges[1]: '10.0.0.0/33' is not a range"
    )]
    [InlineData("clusterIP: None", "clusterIP: 'None' is not an IP address; write 'expose: headless' for a Service without an address")]
    [InlineData("clusterIP: \"10.1\"", "clusterIP: '10.1' is not an IP address; write an address such as 10.96.0.53")]
    [InlineData(
        "expose: headless, clusterIP: 10.96.0.53",
        "clusterIP: a headless Service has no address; write 'expose: clusterIp', or remove it"
    )]
    [InlineData("clusterIP: 10.96.0.99", "clusterIP: the Service 't' already has the address 10.96.0.99; choose another, or remove it")]
    [InlineData("clusterIP: 10.96.0.53, ipFamilies: [ipv6]", "clusterIP: '10.96.0.53' is not of the first family in 'ipFamilies'")]
    [InlineData("ipFamilies: [ipv4, ipv4]", "ipFamilies: a family is listed twice; list each once")]
    [InlineData("ipFamilies: [ipv4, ipv6]", "ipFamilies: a Service with one stack has one family; write 'ipFamilyPolicy: preferDualStack'")]
    [InlineData("ipFamilies: [ipv4, ipv6], ipFamilyPolicy: singleStack", "ipFamilies: a Service with one stack has one family")]
    [InlineData("preferSameZone: true, trafficDistribution: preferSameNode", "trafficDistribution: 'preferSameZone' is short for")]
    [InlineData(
        "services: {x: {externalTrafficPolicy: local}}",
        "services.x.externalTrafficPolicy: Kubernetes allows it only for a Service that"
    )]
    [InlineData("services: {x: {expose: nodePort, loadBalancerClass: a}}", $"services.x.loadBalancerClass: {LoadBalancerOnly}")]
    [InlineData("services: {x: {ports: [htp]}}", "services.x.ports[0]: the pod has no port 'htp'; did you mean 'http'?")]
    [InlineData(
        "services: {x: {ports: [http, http]}}",
        "services.x.ports[1]: the Service already has the port 'http'; remove one of the two"
    )]
    [InlineData(
        "services: {x: {ports: [http, {name: admin, service: 8080}]}}",
        "services.x.ports[1].service: the Service already has port 8080 (TCP), which is 'http'; write another 'service' for one of the two"
    )]
    [InlineData("services: {x: {ports: [{service: 80}]}}", "services.x.ports[0].name: this setting is missing")]
    [InlineData(
        "services: {x: {ports: [{name: http, nodePort: 30001}]}}",
        "services.x.ports[0].nodePort: a Service that is reachable inside the cluster only has no node ports; write 'expose: nodePort', or remove it"
    )]
    [InlineData(
        "services: {x: {expose: nodePort, ports: [{name: http, nodePort: 30100}]}}",
        "services.x.ports[0].nodePort: 't' already has the node port 30100"
    )]
    [InlineData(
        "services: {x: {expose: headless, ports: [{name: http, service: 80}]}}",
        "services.x.ports[0].service: a headless Service resolves to the pods, which listen on 8080"
    )]
    [InlineData("services: {x: {stickyFor: 2d}}", "services.x.stickyFor: a client keeps its pod from one second to one day")]
    [InlineData("services: {X: {}}", "services.X: 'X' is not a valid name")]
    [InlineData(
        "services: {t: {}}",
        "services.t: its Service would be named 't', and 't' already has one of that name; rename one of the two"
    )]
    [InlineData("services: {s: {}}", "services.s: its Service would be named 's', and 's' already has one of that name")]
    [InlineData("services: {x: {labels: {infra/a: b}}}", "services.x.labels.infra/a: the program sets the label 'infra/a' itself")]
    [InlineData(
        "services: {x: {annotations: {kubernetes.io/a: b}}}",
        "services.x.annotations[\"kubernetes.io/a\"]: Kubernetes reserves the key"
    )]
    [InlineData(
        "services: {x: {expose: loadBalancer, ports: [{name: http, service: 10250}]}}",
        "services.x.ports[0].service: Kubernetes refuses a load balancer with port 10250, the kubelet's"
    )]
    public void AnInvalidField_IsRejectedWithItsCure(string traffic, string expected) =>
        Assert.Contains(
            $"services.s.traffic.{expected}",
            Assert.Single(Errors($"port: 8080, {Admin}, traffic: {{{traffic}}}")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "port: {container: 8080, service: 10250}, traffic: {expose: loadBalancer}",
        "port.service: Kubernetes refuses a load balancer with port 10250"
    )]
    [InlineData(
        "kind: worker, traffic: {internalTrafficPolicy: local}",
        "traffic.internalTrafficPolicy: a service without a port has no Service"
    )]
    [InlineData("kind: worker, traffic: {services: {x: {}}}", "traffic.services: a service without a port has no Service")]
    [InlineData(
        "port: 8080, objects: {service: {annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.0/8}}}",
        "objects.service.annotations[\"service.beta.kubernetes.io/load-balancer-source-ranges\"]: Kubernetes allows it only for a Service of type"
    )]
    public void AnInvalidService_IsRejectedWithItsCure(string service, string expected) =>
        Assert.Contains($"services.s.{expected}", Assert.Single(Errors(service)), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "traffic: {expose: headless, internalTrafficPolicy: local}",
        "traffic.internalTrafficPolicy: clients of a headless Service connect"
    )]
    [InlineData(
        "traffic: {expose: headless, trafficDistribution: preferSameNode}",
        "traffic.trafficDistribution: clients of a headless Service"
    )]
    [InlineData(
        "traffic: {services: {x: {expose: headless, stickyFor: 1h}}}",
        "traffic.services.x.stickyFor: a headless Service does not balance"
    )]
    [InlineData(
        "traffic: {expose: loadBalancer, hosts: [a.example.com, b.example.com]}, objects: {service: {annotations: {external-dns.alpha.kubernetes.io/hostname: a.example.com}}}",
        "objects.service.annotations[\"external-dns.alpha.kubernetes.io/hostname\"]: external-dns creates records for the names of this annotation only, not for b.example.com"
    )]
    [InlineData(
        "traffic: {hosts: [a.example.com]}, annotations: {external-dns.alpha.kubernetes.io/hostname: c.example.com}",
        "annotations[\"external-dns.alpha.kubernetes.io/hostname\"]: external-dns creates records for the names of this annotation only, not for a.example.com"
    )]
    public void ADoubtfulField_CausesAWarning(string service, string expected) =>
        Assert.Contains($"services.s.{expected}", Assert.Single(Warnings($"port: 8080, {service}")).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("expose: loadBalancer, externalTrafficPolicy: local, healthCheckNodePort: 30900, allocateLoadBalancerNodePorts: false")]
    [InlineData("expose: loadBalancer, loadBalancerClass: example.com/internal, loadBalancerIP: \"2001:db8::1\"")]
    [InlineData("expose: loadBalancer, loadBalancerSourceRanges: [10.1.2.3/8, \"2001:db8::/32\"]")]
    [InlineData("expose: nodePort, externalTrafficPolicy: local, internalTrafficPolicy: cluster")]
    [InlineData("clusterIP: \"fd00::53\", ipFamilies: [ipv6, ipv4], ipFamilyPolicy: requireDualStack")]
    [InlineData("services: {x: {}, y: {expose: nodePort, ports: [{name: http, service: 80, nodePort: 30200}]}}")]
    [InlineData("expose: headless, publishNotReadyAddresses: true")]
    public void AValidField_IsAccepted(string traffic) => Assert.Empty(Warnings($"port: 8080, {Admin}, traffic: {{{traffic}}}"));

    [Theory]
    [InlineData("a.example.com", false)]
    [InlineData("b.example.com, a.example.com", false)]
    [InlineData("b.example.com", true)]
    public void AnAnnotationOfTheStack_ThatReplacesTheHostsOfHaproxy_CausesAWarning(string value, bool warns)
    {
        var sources = StackSources.Simulated(
            $"name: shop\nsizes: {{small: {{}}}}\nloadBalancing: haproxy\nannotations: {{external-dns.alpha.kubernetes.io/hostname: \"{value}\"}}\n"
                + "services: {web: {image: \"w:1\", port: 8080, traffic: {hosts: [a.example.com]}}}\n",
            ""
        );

        Assert.Equal(
            warns,
            SettingsLoader
                .Load(sources)
                .Warnings.Any(warning => warning.ToString().Contains("external-dns creates", StringComparison.Ordinal))
        );
    }

    /// <summary>Fields that have a setting in <c>traffic</c>, or another word, are answered with it.</summary>
    [Theory]
    [MemberData(nameof(ServiceFields))]
    public void AFieldOfKubernetesServices_HasAnAnswer(string field)
    {
        foreach (var record in new[] { typeof(ServiceSettings), typeof(TrafficSettings) })
        {
            var type = SettingsType.Get(record);
            Assert.True(
                type[field] is not null || UnknownKey.Explain(type, field).Cure != UnknownKey.ListKeys(type),
                $"{record.Name} has no answer to '{field}'"
            );
        }
    }

    private const string Admin = "sidecars: {proxy: {image: \"p:1\", ports: {admin: 9901}}}";

    private static IEnumerable<SettingsError> Warnings(string service) =>
        SettingsLoader
            .Load(Sources(service))
            .Warnings.Where(warning => warning.Path.ToString().StartsWith("services.s.", StringComparison.Ordinal));

    private static IEnumerable<string> Errors(string service) =>
        Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(Sources(service))).Errors.Select(error => error.ToString());

    private static SettingsSources Sources(string service) =>
        StackSources.Simulated(
            $$"""
            name: shop
            sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi} } }
            services:
              t: {image: "t:1", port: {container: 8080, nodePort: 30100}, traffic: {expose: nodePort, clusterIP: 10.96.0.99} }
              s: {image: "s:1", {{service}} }
            """,
            ""
        );
}

using Infra.Tests.Settings;
using Pulumi.Utilities;

namespace Infra.Tests.Traffic.Ingresses;

public class ServiceIngressTests
{
    private const string Web = """web: {image: "w:1", port: 8080, traffic: {hosts: [shop.example.com]}}""";

    [Fact]
    public async Task HostsAndPaths_BecomeRulesOfAnIngress()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "w:1", ports: {admin: 9000, http: {container: 8080, service: 80}}, traffic: {port: http, hosts: [shop.example.com, "*.shop.example.com"], paths: [/, /old]}}
            inner: {image: "i:1", port: 80}
            mail: {image: "m:1", port: 25, traffic: {protocol: tcp, hosts: [mail.example.com]}}
            """,
            "loadBalancing: {backend: ingress, ingressClass: nginx}"
        );

        var ingress = plan.Get("Ingress", "web");
        Assert.Equal("nginx", ingress["spec.ingressClassName"]);
        Assert.Equal(["shop.example.com", "*.shop.example.com"], ingress.List("spec.rules").Select(rule => rule["host"]));
        var paths = ingress.List("spec.rules[1].http.paths");
        Assert.Equal([("/", "Prefix"), ("/old", "Prefix")], paths.Select(path => (path["path"], path["pathType"])));
        Assert.Equal(("web", "http", null), Backend(ingress, "spec.rules[1].http.paths[1].backend"));
        Assert.Null(ingress["spec.tls"]);
        Assert.False(plan.Has("Ingress", "inner"));
        Assert.False(plan.Has("Ingress", "mail"));
        Assert.Equal(("ClusterIP", "LoadBalancer"), (plan.Get("Service", "web")["spec.type"], plan.Get("Service", "mail")["spec.type"]));
    }

    [Fact]
    public async Task TheControllerInAnotherNamespace_ReachesTheMainPort_AndNoOther()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "w:1", ports: {http: 8080, admin: 9000}, traffic: {hosts: [shop.example.com]}}
            spare: {image: "s:1", port: 8081}
            inner: {image: "i:1", port: 80}
            """,
            "loadBalancing: {backend: ingress, defaultBackend: spare}"
        );

        var rule = Assert.Single(plan.Get("NetworkPolicy", "web").List("spec.ingress"));
        Assert.Equal((null, 8080d, null), (rule["from"], rule["ports[0].port"], rule["ports[1]"]));
        Assert.Equal(8081d, Assert.Single(plan.Get("NetworkPolicy", "spare").List("spec.ingress"))["ports[0].port"]);
        Assert.Null(plan.Get("NetworkPolicy", "inner")["spec.ingress"]);
    }

    [Theory]
    [InlineData("tlsSecret: all", "[a.example.com, b.example.com]", "all: a.example.com b.example.com")]
    [InlineData("tls: {a.example.com: one}", "[a.example.com, b.example.com]", "one: a.example.com")]
    [InlineData(
        "tlsSecret: all, tls: {a.example.com: one, \"*.example.com\": wild}",
        "[a.example.com, b.example.com, x.b.example.com, c.example.com]",
        "one: a.example.com, wild: b.example.com c.example.com, all: x.b.example.com"
    )]
    [InlineData("tls: {\"*.example.com\": wild}", "[\"*.example.com\", example.com]", "wild: *.example.com")]
    [InlineData("tls: {a.example.com: one, b.example.com: one}", "[b.example.com, a.example.com]", "one: b.example.com a.example.com")]
    public async Task AHost_HasItsCertificate_OrThatOfItsWildcard_OrTheOneForAllHosts(string tls, string hosts, string expected)
    {
        var ingress = (
            await RecordedPlan.ForServices(
                $"web: {{image: \"w:1\", port: 80, traffic: {{hosts: {hosts}}}}}",
                $"loadBalancing: {{backend: ingress, {tls}}}"
            )
        ).Get("Ingress", "web");

        Assert.Equal(
            expected,
            string.Join(
                ", ",
                ingress
                    .List("spec.tls")
                    .Select(entry => $"{entry["secretName"]}: {string.Join(' ', entry.List("hosts").Select(host => host.Value))}")
            )
        );
    }

    [Fact]
    public async Task PathsWithoutHosts_ApplyToAllHosts()
    {
        var ingress = (
            await RecordedPlan.ForServices(
                """web: {image: "w:1", port: 80, traffic: {paths: ["/(.*)"], pathType: implementationSpecific}}""",
                "loadBalancing: {backend: ingress, tlsSecret: all}"
            )
        ).Get("Ingress", "web");

        var rule = Assert.Single(ingress.List("spec.rules"));
        Assert.Equal((null, "/(.*)", "ImplementationSpecific"), (rule["host"], rule["http.paths[0].path"], rule["http.paths[0].pathType"]));
        Assert.Equal(("all", null), (ingress["spec.tls[0].secretName"], ingress["spec.tls[0].hosts"]));
    }

    [Fact]
    public async Task TheDefaultBackend_IsAnIngressWithoutRules_WithTheMetadataOfItsRoute()
    {
        var plan = await RecordedPlan.ForServices(
            Web + "\nspare: {image: \"s:1\", port: 80, objects: {route: {annotations: {a: b}}}}",
            "loadBalancing: {backend: ingress, ingressClass: nginx, defaultBackend: spare}"
        );

        var ingress = plan.Get("Ingress", "load-balancer");
        Assert.Equal(("spare", "http", null), Backend(ingress, "spec.defaultBackend"));
        Assert.Equal(("nginx", null, "b"), (ingress["spec.ingressClassName"], ingress["spec.rules"], ingress["metadata.annotations.a"]));
        Assert.Equal("spare", ingress["metadata.labels.'app.kubernetes.io/name'"]);
        Assert.False(plan.Has("Ingress", "spare"));
        Assert.Null(plan.Get("Ingress", "web")["spec.defaultBackend"]);
    }

    [Fact]
    public async Task AServiceWithVersions_IsReachedThroughItsOwnService()
    {
        var plan = await RecordedPlan.ForServices(
            """web: {image: "w:1", port: 80, replicas: 9, traffic: {hosts: [shop.example.com]}, versions: {canary: {tag: "2", weight: 10}}}""",
            "loadBalancing: ingress"
        );

        Assert.Equal(("web", "http", null), Backend(plan.Get("Ingress", "web"), "spec.rules[0].http.paths[0].backend"));
        Assert.False(plan.Has("Ingress", "web-canary"));
    }

    [Fact]
    public async Task TheOutputs_HaveTheAddressOfTheController()
    {
        var plan = await RecordedPlan.Create(
            StackSources.From(
                $"name: shop\nsizes: {{small: {{}}}}\nloadBalancing: ingress\nservices: {{{Web}}}",
                "config: {infra:clusters: {eu: {kind: simulated, region: eu}, us: {kind: simulated, region: us}}}"
            )
        );

        var dns = (await OutputUtilities.GetValueAsync(plan.Stack.Dns))!;
        Assert.Equal(["eu-web.example.net", "us-web.example.net"], dns["shop.example.com"].Select(record => record["address"]));
    }

    [Theory]
    [InlineData("{backend: ingress}", "networkpolicies, ingresses")]
    [InlineData("haproxy", "networkpolicies")]
    public async Task DeployersMayWriteIngresses_WhereTheStackHasThem(string loadBalancing, string expected)
    {
        var role = (await RecordedPlan.ForServices(Web, $"loadBalancing: {loadBalancing}\naccess: {{deployers: [team]}}")).Get(
            "Role",
            "deployer"
        );

        var rule = role.List("rules").Single(rule => rule["apiGroups[0]"] is "networking.k8s.io");
        Assert.Equal(expected, string.Join(", ", rule.List("resources").Select(resource => resource.Value)));
    }

    private static (object?, object?, object?) Backend(Inputs ingress, string path) =>
        (ingress[$"{path}.service.name"], ingress[$"{path}.service.port.name"], ingress[$"{path}.service.port.number"]);
}

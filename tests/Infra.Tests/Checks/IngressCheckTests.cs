using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Ingresses that Kubernetes would refuse, or that have no effect, are reported with their cure.</summary>
public class IngressCheckTests
{
    [Theory]
    [InlineData("ingressClass: Nginx", "", "loadBalancing.ingressClass: 'Nginx' is not a valid name of an IngressClass")]
    [InlineData("defaultBackend: wep", "", "loadBalancing.defaultBackend: there is no service 'wep'; did you mean 'web'?")]
    [InlineData("defaultBackend: job", "", "loadBalancing.defaultBackend: 'job' has no port; give it a port, or name another service")]
    [InlineData("defaultBackend: mail", "", "loadBalancing.defaultBackend: an Ingress forwards HTTP requests, and 'mail' uses plain TCP")]
    [InlineData(
        "tls: {a.example.com: Shop}",
        "hosts: [a.example.com]",
        "loadBalancing.tls[\"a.example.com\"]: 'Shop' is not a valid name of a Secret"
    )]
    [InlineData("tls: {\"a.*.com\": shop}", "hosts: [a.example.com]", "loadBalancing.tls[\"a.*.com\"]: 'a.*.com' is not a valid host name")]
    [InlineData(
        "",
        "hosts: [10.0.0.1]",
        "services.web.traffic.hosts[0]: an Ingress has DNS names, and '10.0.0.1' is an IP address; write a host name"
    )]
    [InlineData(
        "",
        "hosts: [a.example.com], paths: [api]",
        "services.web.traffic.paths[0]: 'api' is not a valid path; start it with a slash"
    )]
    [InlineData(
        "",
        "hosts: [a.example.com], paths: [api], pathType: implementationSpecific",
        "services.web.traffic.paths[0]: 'api' is not a valid path; start it with a slash"
    )]
    [InlineData("", "hosts: [a.example.com], paths: [/a//b]", "services.web.traffic.paths[0]: '/a//b' is not a valid path")]
    [InlineData(
        "",
        "hosts: [a.example.com], paths: [/a/..], pathType: exact",
        "services.web.traffic.paths[0]: '/a/..' is not a valid path"
    )]
    [InlineData(
        "",
        "hosts: [a.example.com], pathType: exact",
        "services.web.traffic.pathType: it says how 'paths' are compared, and there are none; write 'paths: [/]', or remove it"
    )]
    [InlineData(
        "",
        "hosts: [a.example.com], pathType: regex",
        "services.web.traffic.pathType: 'regex' is not one of prefix, exact, implementationSpecific"
    )]
    [InlineData("", "paths: [/taken]", "services.web.traffic.paths: '/taken' is already routed to 'other'")]
    [InlineData(
        "",
        "expose: loadBalancer, hosts: [taken.example.com]",
        "services.web.traffic.hosts[0]: 'taken.example.com' is already routed to 'other-host'"
    )]
    [InlineData(
        "ingressClass: nginx",
        "hosts: [a.example.com]}, objects: {route: {annotations: {kubernetes.io/ingress.class: traefik}}",
        "services.web.objects.route.annotations[\"kubernetes.io/ingress.class\"]: the class of the Ingress would be 'traefik' here, and 'nginx'"
    )]
    [InlineData(
        "ingressClass: nginx",
        "hosts: [a.example.com]}, annotations: {kubernetes.io/ingress.class: traefik",
        "services.web.annotations[\"kubernetes.io/ingress.class\"]: the class of the Ingress would be 'traefik' here"
    )]
    public void AnInvalidIngress_IsRejectedWithItsCure(string balancing, string traffic, string expected)
    {
        var error = Assert.Single(
            Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(Sources(Ingress(balancing), traffic))).Errors
        );

        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{backend: ingress, tls: {b.example.com: shop}}",
        "hosts: [a.example.com]",
        "loadBalancing.tls[\"b.example.com\"]: no service has the host 'b.example.com'"
    )]
    [InlineData(
        "{backend: ingress, tls: {a.x.example.com: one, \"*.x.example.com\": all}}",
        "hosts: [a.x.example.com, b.y.x.example.com]",
        "loadBalancing.tls[\"*.x.example.com\"]: no service has a host with one label in place of the asterisk"
    )]
    [InlineData(
        "{backend: services, ingressClass: nginx}",
        "expose: loadBalancer",
        "loadBalancing.ingressClass: it has no effect with 'loadBalancing: services'; remove it, or write 'backend: ingress'"
    )]
    [InlineData(
        "{backend: haproxy, defaultBackend: web}",
        "hosts: [a.example.com]",
        "loadBalancing.defaultBackend: it has no effect with 'loadBalancing: haproxy'"
    )]
    [InlineData(
        "{backend: ingress, gatewayClass: envoy}",
        "hosts: [a.example.com]",
        "loadBalancing.gatewayClass: it has no effect with 'loadBalancing: ingress'; remove it, or write 'backend: gatewayApi'"
    )]
    [InlineData(
        "{backend: ingress, scaling: {max: 3}}",
        "hosts: [a.example.com]",
        "loadBalancing.scaling: it has no effect with 'loadBalancing: ingress'; remove it, or write 'backend: haproxy'"
    )]
    [InlineData(
        "{backend: services, tlsSecret: shop}",
        "expose: loadBalancer",
        "loadBalancing.tlsSecret: it has no effect with 'loadBalancing: services'; remove it, or write 'backend: haproxy' or 'gatewayApi' or 'ingress'"
    )]
    [InlineData(
        "{backend: ingress}",
        "hosts: [a.example.com], expose: loadBalancer, pathType: prefix, timeout: 5s",
        "traffic.timeout: plain Services forward connections"
    )]
    public void ASettingWithoutEffect_CausesAWarning(string balancing, string traffic, string expected) =>
        Assert.Contains(expected, Assert.Single(Warnings(balancing, traffic)).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "{backend: ingress, ingressClass: nginx}",
        "hosts: [a.example.com]}, objects: {route: {annotations: {kubernetes.io/ingress.class: nginx}}"
    )]
    [InlineData("ingress", "hosts: [a.example.com]}, objects: {route: {annotations: {kubernetes.io/ingress.class: nginx}}")]
    [InlineData(
        "ingress",
        "hosts: [a.example.com], protocol: grpc}, objects: {route: {annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPC}}"
    )]
    [InlineData(
        "ingress",
        "hosts: [a.example.com], protocol: grpc}, objects: {service: {annotations: {traefik.ingress.kubernetes.io/service.serversscheme: h2c}}"
    )]
    [InlineData("ingress", "hosts: [taken.example.com], paths: [/], pathType: exact")]
    [InlineData("{backend: ingress, defaultBackend: web}", "expose: loadBalancer}, objects: {route: {annotations: {a: b}}")]
    public void AValidIngress_IsAccepted(string balancing, string traffic) => Assert.Empty(Warnings(balancing, traffic));

    [Theory]
    [InlineData("haproxy", "hosts: [a.example.com]")]
    [InlineData("{backend: gatewayApi, gatewayClass: envoy}", "hosts: [a.example.com]")]
    public void ImplementationSpecificPaths_NeedAnIngress(string balancing, string traffic) =>
        Assert.Contains(
            "services.web.traffic.pathType: only an ingress controller gives paths a meaning of its own",
            Assert
                .Single(
                    Assert
                        .Throws<InvalidSettingsException>(() =>
                            SettingsLoader.Load(Sources(balancing, $"{traffic}, paths: [/a], pathType: implementationSpecific"))
                        )
                        .Errors
                )
                .ToString(),
            StringComparison.Ordinal
        );

    private static string Ingress(string settings) => $"{{backend: ingress{(settings.Length > 0 ? ", " : "")}{settings}}}";

    private static IEnumerable<SettingsError> Warnings(string balancing, string traffic) =>
        SettingsLoader.Load(Sources(balancing, traffic)).Warnings.Where(warning => !IsExpected(warning.ToString()));

    /// <summary>Other services' warnings, and that ports below 1024 need a capability.</summary>
    private static bool IsExpected(string warning) =>
        warning.Contains("services.other", StringComparison.Ordinal) || warning.Contains("1024", StringComparison.Ordinal);

    private static Backend.Settings.SettingsSources Sources(string balancing, string traffic)
    {
        var taken = balancing.Contains("ingress", StringComparison.Ordinal) && !balancing.Contains("services", StringComparison.Ordinal);
        var routes = taken ? "paths: [/taken]" : "";
        var expose = taken ? "clusterIp" : "loadBalancer";
        return StackSources.Simulated(
            $$"""
            name: shop
            loadBalancing: {{balancing}}
            sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi} } }
            services:
              other: {image: "o:1", port: 8080, traffic: { {{routes}} } }
              other-host: {image: "o:1", port: 8080, traffic: {hosts: [taken.example.com], expose: {{expose}} } }
              mail: {image: "m:1", port: 2525, traffic: {protocol: tcp} }
              job: {image: "j:1", kind: job}
              web: {image: "w:1", port: 8080, traffic: { {{traffic}} } }
            """,
            ""
        );
    }
}

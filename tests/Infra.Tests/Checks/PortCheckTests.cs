using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Ports, probes and calls that Kubernetes would refuse, or that have no effect, are reported with their cure.</summary>
public class PortCheckTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Theory]
    [InlineData("ports: {HTTP: 80}", "ports.HTTP: 'HTTP' is not a valid name of a port; use at most 15 lower-case letters")]
    [InlineData("ports: {a-very-long-name: 80}", "ports.a-very-long-name: 'a-very-long-name' is not a valid name of a port")]
    [InlineData("ports: {\"80\": 80}", "ports.80: '80' is not a valid name of a port")]
    [InlineData("ports: {a--b: 80}", "ports.a--b: 'a--b' is not a valid name of a port")]
    [InlineData("port: {container: 80, name: Web}", "port.name: 'Web' is not a valid name of a port")]
    [InlineData("port: 80, ports: {http: 80}", "port: 'port' and 'ports' exclude each other; move it to 'ports'")]
    [InlineData("port: {service: 80}", "port.container: this setting is missing")]
    [InlineData("port: 70000", "port: 70000 is out of range; write a number from 1 to 65535")]
    [InlineData("ports: {http: 0}", "ports.http: 0 is out of range; write a number from 1 to 65535")]
    [InlineData(
        "port: {container: 80, protocol: htp}",
        "port.protocol: 'htp' is not one of http, http2, grpc, tcp, udp, sctp; did you mean 'http'?"
    )]
    [InlineData("ports: {http: {container: 80, name: web}}", "ports.http.name: the name of this port is 'http'; remove 'name'")]
    [InlineData("ports: {a: 80, b: {container: 81, service: 80}}", "ports.b.service: the Service already has port 80 (TCP), which is 'a'")]
    [InlineData("ports: {a: 80, b: 80}", "ports.b: the Service already has port 80 (TCP), which is 'a'")]
    [InlineData(
        "ports: {a: {container: 80, protocol: udp}, b: {container: 81, service: 80, protocol: udp}, c: 80}",
        "ports.b.service: the Service already has port 80 (UDP), which is 'a'"
    )]
    [InlineData(
        "port: 80, sidecars: {p: {image: \"p:1\", port: 80}}",
        "sidecars.p.port: another container of the pod already listens on port 80"
    )]
    [InlineData("port: 80, sidecars: {p: {image: \"p:1\", ports: {http: 81}}}", "sidecars.p.ports.http: the pod already has a port 'http'")]
    [InlineData(
        "port: 80, sidecars: {p: {image: \"p:1\", port: {container: 81, service: 81}}}",
        "sidecars.p.port.service: a port of a sidecar needs a name to become a port of the Service; write 'name: <name>'"
    )]
    [InlineData(
        "port: 80, init: {p: {image: \"p:1\", ports: {a: {container: 81, service: 81}}}}",
        "init.p.ports.a.service: an init container has completed before the Service forwards requests"
    )]
    [InlineData(
        "port: {container: 80, nodePort: 30001}",
        "port.nodePort: a Service that is reachable inside the cluster only has no node ports"
    )]
    [InlineData(
        "port: {container: 80, nodePort: 80}, traffic: {expose: nodePort}",
        "port.nodePort: 80 is out of range; write a number from 30000 to 32767"
    )]
    [InlineData(
        "port: {container: 80, nodePort: 30100}, traffic: {expose: nodePort}",
        "port.nodePort: 't' already has the node port 30100"
    )]
    [InlineData(
        "ports: {a: {container: 80, nodePort: 30001}, b: {container: 81, nodePort: 30001}}, traffic: {expose: nodePort}",
        "ports.b.nodePort: 's' already has the node port 30001"
    )]
    [InlineData(
        "port: 80, traffic: {expose: nodePort}, sidecars: {p: {image: \"p:1\", ports: {a: {container: 81, nodePort: 30001}}}}",
        "sidecars.p.ports.a.nodePort: the Service does not have this port of the sidecar"
    )]
    [InlineData(
        "port: {container: 8080, service: 80}, traffic: {expose: headless}",
        "port.service: a headless Service resolves to the pods, which listen on 8080"
    )]
    [InlineData(
        "port: {container: 80, protocol: grpc}, traffic: {protocol: tcp}",
        "port.protocol: the protocol of the main port is grpc here, and tcp in 'traffic.protocol'; remove one of the two"
    )]
    [InlineData("ports: {http: 80, grpc: 81}, traffic: {port: grcp}", "traffic.port: the Service has no port 'grcp'; did you mean 'grpc'?")]
    [InlineData("port: 80, calls: [\"t:grpc\"]", "calls[0]: 't' has no port 'grpc'")]
    [InlineData("port: 80, calls: [t, \"t:http\"]", "calls[1]: 't' is listed too, which covers all its ports")]
    [InlineData("port: 80, calls: [\"t:http\", \"t:http\"]", "calls[1]: 't:http' is listed twice")]
    [InlineData("port: 80, calls: [\"t:\"]", "calls[0]: 't:' is not the name of a service, or a service and its port")]
    [InlineData("port: 80, metrics: {port: prom}", "metrics.port: the pod has no port 'prom'")]
    [InlineData("port: {container: 80, protocol: udp}, metrics: {}", "metrics: Prometheus scrapes by HTTP, and the port 'udp' uses UDP")]
    [InlineData("kind: worker, ports: {http: 80}", "ports.http: a worker answers no requests, so it has no port")]
    [InlineData(
        "kind: worker, sidecars: {p: {image: \"p:1\", ports: {a: {container: 81, service: 81}}}}",
        "sidecars.p.ports.a: a worker answers no requests"
    )]
    [InlineData("port: 80, startup: ordered", "startup: only the pods of a stateful service start in an order")]
    [InlineData("port: 80, claimRetention: {}", "claimRetention: only a stateful service with persistent volumes has claims for each pod")]
    [InlineData("port: 80, kind: stateful, claimRetention: {}", "claimRetention: only a stateful service with persistent volumes")]
    public void AnInvalidPort_IsRejectedWithItsCure(string service, string expected) => AssertError(service, expected);

    [Theory]
    [InlineData("health: {port: grcp}, ports: {grpc: 80}", "health.port: the pod has no port 'grcp'; did you mean 'grpc'?")]
    [InlineData("health: {readiness: {port: 70000}}", "health.readiness.port: 70000 is not a port: its name or a number from 1 to 65535")]
    [InlineData(
        "health: {port: dns}, ports: {http: 80, dns: {container: 53, protocol: udp}}",
        "health.port: Kubernetes cannot probe the port 'dns', which uses UDP"
    )]
    [InlineData("health: {kind: tcp, path: /x}", "health.path: a probe of the kind 'tcp' has no 'path'; remove it, or write 'kind: http'")]
    [InlineData("health: {path: /x, command: [/check]}", "health.path: a probe of the kind 'command' has no 'path'")]
    [InlineData(
        "health: {liveness: {service: a, headers: {A: b}}}",
        "health.liveness.service: a probe of the kind 'http' has no 'service'"
    )]
    [InlineData("health: {kind: grpc, scheme: https}", "health.scheme: a probe of the kind 'grpc' has no 'scheme'")]
    [InlineData("health: {readiness: {kind: command}}", "health.readiness.kind: the command is missing")]
    [InlineData("health: {liveness: {successes: 2}}", "health.liveness.successes: Kubernetes allows only 1 for a liveness probe")]
    [InlineData(
        "health: {readiness: {terminationGracePeriod: 5s}}",
        "health.readiness.terminationGracePeriod: a readiness probe does not restart the container"
    )]
    [InlineData("health: {headers: {\"a b\": c}}", "health.headers.a b: 'a b' is not a valid name of a header")]
    [InlineData(
        "health: {readiness: {headers: {X_Probe: c}}}",
        "health.readiness.headers.X_Probe: 'X_Probe' is not a valid name of a header"
    )]
    [InlineData("health: {headers: {X-A: a, x-a: b}}", "health.headers.x-a: 'x-a' is set twice, in different case")]
    [InlineData("health: {host: 127.0.0.1}", "health.host: the kubelet probes the host '127.0.0.1' instead of the pod, which needs")]
    [InlineData("init: {p: {image: \"p:1\", health: {path: /}}}", "init.p.health: an init container has no probes")]
    [InlineData("sidecars: {p: {image: \"p:1\", health: {readiness: {path: /}}}}", "sidecars.p.health.readiness: this probe needs a port")]
    [InlineData(
        "sidecars: {p: {image: \"p:1\", port: 9000, health: {detectWithin: 100ms}}}",
        "sidecars.p.health.detectWithin: the resolution of Kubernetes' probes is one second"
    )]
    public void AnInvalidProbe_IsRejectedWithItsCure(string service, string expected) =>
        AssertError(service.Contains("ports:", StringComparison.Ordinal) ? service : $"port: 80, {service}", expected);

    [Fact]
    public void AHostWithAScheme_IsRejected() =>
        Assert.Contains(Errors("port: 80, health: {host: \"http://a\"}", "services"), error =>
            error.Contains("services.s.health.host: 'http://a' is not an address or a host name", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("udp", "UDP")]
    [InlineData("sctp", "SCTP")]
    public void AHostThatNoLoadBalancerCanRoute_IsRejected(string protocol, string transport)
    {
        var error = Assert.Single(
            Errors(
                $"ports: {{a: {{container: 53, protocol: {protocol}}}, web: 80}}, traffic: {{hosts: [a.example.com], expose: clusterIp}}",
                "haproxy"
            )
        );

        Assert.Contains($"this service uses plain {transport}", error, StringComparison.Ordinal);
        Assert.Contains("or 'traffic: {port: web}' to route to that port", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port: {container: 53, protocol: udp}", "health: no probe checks the container, because it has no TCP port")]
    [InlineData(
        "ports: {a: {container: 53, protocol: udp}, b: 80}, traffic: {expose: loadBalancer}",
        "ports: not every provider's load balancer supports UDP and TCP in one Service"
    )]
    [InlineData(
        "port: {container: 53, protocol: sctp}, health: {command: [/check]}, traffic: {expose: loadBalancer}",
        "port: not every provider's load balancer supports SCTP in one Service"
    )]
    [InlineData("port: 80, calls: [u, u-ui]", "calls: 'U_UI_URL' would be an address of both 'u' and 'u-ui'; set it in 'env'")]
    [InlineData(
        "port: 80, kind: stateful, scaling: {max: 5}, volumes: {d: {mount: /d, kind: persistent, size: 1Gi}}, claimRetention: {whenScaled: delete}",
        "claimRetention.whenScaled: the autoscaler deletes the data of a pod whenever it removes the pod"
    )]
    public void ADoubtfulPort_CausesAWarning(string service, string expected) =>
        Assert.Contains(SettingsLoader.Load(Sources(service, "services")).Warnings, warning =>
            warning.ToString().Contains($"services.s.{expected}", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData(
        "ports: {a: {container: 80, nodePort: 30001}, b: {container: 80, protocol: udp, nodePort: 30001}}, traffic: {expose: nodePort}"
    )]
    [InlineData("port: {container: 80, protocol: grpc}, traffic: {protocol: grpc}")]
    [InlineData("ports: {http: 80, grpc: {container: 81, protocol: grpc}}, traffic: {protocol: http}")]
    [InlineData("port: 80, sidecars: {p: {image: \"p:1\", port: {container: 80, protocol: udp}}}")]
    public void AValidPort_IsAccepted(string service) =>
        Assert.DoesNotContain(SettingsLoader.Load(Sources(service, "services")).Warnings, warning =>
            !warning.ToString().Contains("1024", StringComparison.Ordinal)
        );

    private static void AssertError(string service, string expected) =>
        Assert.Contains($"services.s.{expected}", Assert.Single(Errors(service, "services")), StringComparison.Ordinal);

    private static IEnumerable<string> Errors(string service, string balancing) =>
        Assert
            .Throws<InvalidSettingsException>(() => SettingsLoader.Load(Sources(service, balancing)))
            .Errors.Select(error => error.ToString());

    private static Backend.Settings.SettingsSources Sources(string service, string balancing) =>
        StackSources.Simulated(
            $$"""
            name: shop
            loadBalancing: {{balancing}}
            {{Sizes}}
            services:
              t: {image: "t:1", port: {container: 8080, nodePort: 30100}, traffic: {expose: nodePort} }
              u: {image: "u:1", ports: {api: 8080, ui: 8081} }
              u-ui: {image: "u:1", port: 8080}
              s: {image: "s:1", {{service}}}
            """,
            ""
        );
}

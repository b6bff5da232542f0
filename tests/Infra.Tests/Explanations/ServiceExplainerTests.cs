using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests.Explanations;

public class ServiceExplainerTests
{
    [Theory]
    [InlineData("prod", "orders", "scaling.min", "3", "set", "stacks/Pulumi.prod.yaml")]
    [InlineData("prod", "notifications", "replicas", "3", "set", "stacks/Pulumi.prod.yaml")]
    [InlineData("staging", "notifications", "replicas", "2", "fault tolerance 'standard': its replicas", "stacks/Pulumi.staging.yaml")]
    [InlineData("dev", "orders", "replicas", "1", "fault tolerance 'development': its replicas", "stacks/Pulumi.dev.yaml")]
    [InlineData("prod", "orders", "resources.requests.cpu", "500m", "size 'medium'", "stacks/Pulumi.prod.yaml")]
    [InlineData(
        "dev",
        "payments",
        "health.readiness",
        "http /healthz: every 5s, 3 failures, timeout 2s",
        "rule: detection time in whole seconds / 3 tries; timeout = period / 2",
        "stacks/services.yaml"
    )]
    [InlineData("prod", "orders", "terminationGracePeriodSeconds", "35", "rule: drain + finish", "")]
    [InlineData("prod", "orders", "env.CATALOG_URL", "http://catalog.shop.svc:8080", "rule: <NAME>_URL", "stacks/services.yaml")]
    [InlineData("prod", "orders", "env.QUEUE", "order-events", "set", "stacks/services.yaml")]
    [InlineData("prod", "orders", "qosClass", "Burstable", "Kubernetes' rule", "")]
    [InlineData("prod", "reports", "schedule.timeZone", "Europe/Berlin", "set", "stacks/services.yaml")]
    [InlineData("prod", "reports", "schedule.concurrency", "forbid", "default", "")]
    [InlineData("prod", "reports", "job.completions", "1", "default", "")]
    [InlineData("prod", "reports", "job.deadline", "30m", "set", "stacks/services.yaml")]
    [InlineData("prod", "catalog", "loadBalancing", "plain Service", "rule: without hosts only callers inside the cluster reach it", "")]
    [InlineData("prod", "catalog", "traffic.algorithm", "random", "kube-proxy chooses a random pod for each connection", "")]
    [InlineData("prod", "notifications", "resourceQuota.pods", "adds 6", "rule: maximum pods, and quota.headroom of 50 %, rounded up", "")]
    [InlineData(
        "prod",
        "notifications",
        "resourceQuota.requests.memory",
        "adds 1536Mi",
        "rule: maximum pods x a pod's requests.memory",
        ""
    )]
    [InlineData("prod", "orders", "owner", "team-checkout", "set", "stacks/services.yaml")]
    public void ADecision_HasItsReasonAndItsPlace(string stack, string service, string setting, string value, string reason, string file)
    {
        var explanation = Assert.Single(Explain(stack, service), explanation => explanation.Setting == setting);

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith(reason, explanation.Reason, StringComparison.Ordinal);
        Assert.Matches(file.Length == 0 ? "^$" : $"^{file}:[0-9]+$", explanation.Place);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public void ASecret_IsNotShown(string stack)
    {
        var explanations = Explain(stack, "payments");

        Assert.Equal("[secret]", Assert.Single(explanations, explanation => explanation.Setting == "env.PROVIDER_KEY").Value);
        Assert.DoesNotContain(explanations, explanation => explanation.Value.Contains("sandbox", StringComparison.Ordinal));
    }

    [Fact]
    public void EachDecision_IsExplainedOnce()
    {
        var explanations = Explain("prod", "gateway");

        Assert.Equal(explanations.Count, explanations.DistinctBy(explanation => explanation.Setting).Count());
    }

    [Theory]
    [InlineData("loadBalancing", "haproxy", "rule: it has hosts and is not exposed itself", "services.yaml")]
    [InlineData("traffic.expose", "clusterIp", "default", "")]
    [InlineData("traffic.algorithm", "leastRequest", "set", "services.yaml")]
    [InlineData("traffic.retries", "3", "fault tolerance 'critical': its retries", "services.yaml")]
    [InlineData("traffic.timeout", "30s", "default with HAProxy", "")]
    [InlineData("traffic.weight", "60: 60 % of the requests", "rule: what the weights of the versions leave of 100", "")]
    [InlineData("versions.canary.weight", "10: 10 % of the requests", "set", "services.yaml")]
    [InlineData("versions.canary.replicas", "1", "rule: the service's replicas x weight", "")]
    [InlineData("versions.green.replicas", "5", "set", "services.yaml")]
    [InlineData("haproxy.check", "inter 3s, fall 3, rise 2, timeout 1s", "rule: the timing of the readiness probe", "")]
    [InlineData("haproxy.servers.canary", "2 slots for web-canary-pods", "rule: maximum pods", "")]
    [InlineData("resourceQuota", "none", "rule: 'agent' runs once on every node", "")]
    public void ADecisionAboutTraffic_HasItsReasonAndItsPlace(string setting, string value, string reason, string file)
    {
        var explanation = Assert.Single(
            Explain(
                StackSources.Simulated(
                    """
                    name: shop
                    faultTolerance: critical
                    loadBalancing: haproxy
                    sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
                    services:
                      agent: {image: "a:1", kind: daemon}
                      web:
                        image: "w:1"
                        port: 80
                        traffic: {hosts: [shop.example.com], algorithm: leastRequest}
                        versions: {canary: {tag: "2", weight: 10}, green: {tag: "3", weight: 30, replicas: 5}}
                    """,
                    ""
                ),
                "dev",
                "web"
            ),
            explanation => explanation.Setting == setting
        );

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith(reason, explanation.Reason, StringComparison.Ordinal);
        Assert.Matches(file.Length == 0 ? "^$" : $"^stacks/{file}:[0-9]+$", explanation.Place);
    }

    [Theory]
    [InlineData("loadBalancing", "ingress, class 'nginx'", "rule: it has hosts and is not exposed itself", "services.yaml")]
    [InlineData("route", "Ingress", "rule: one Ingress for each service", "")]
    [InlineData("traffic.expose", "clusterIp", "default", "")]
    [InlineData("traffic.pathType", "prefix", "default", "")]
    [InlineData("traffic.algorithm", "the controller's own", "an Ingress leaves it to its controller", "")]
    [InlineData("tls.one", "a.example.com", "rule: the Secret of the host", "services.yaml")]
    [InlineData("tls.all", "b.example.com, c.example.com", "rule: the Secret of the host", "services.yaml")]
    [InlineData("Service web-external", "loadBalancer: http 443 -> 80", "rule: a further Service with the same pods", "services.yaml")]
    [InlineData("traffic.services.web-external.externalTrafficPolicy", "local", "set", "services.yaml")]
    [InlineData("defaultBackend", "Ingress 'load-balancer'", "rule: an Ingress without rules", "services.yaml")]
    public void ADecisionAboutAnIngress_HasItsReasonAndItsPlace(string setting, string value, string reason, string file)
    {
        var explanation = Assert.Single(
            Explain(
                StackSources.Simulated(
                    """
                    name: shop
                    loadBalancing: {backend: ingress, ingressClass: nginx, defaultBackend: web, tlsSecret: all, tls: {a.example.com: one}}
                    sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
                    services:
                      web:
                        image: "w:1"
                        port: 80
                        traffic:
                          hosts: [b.example.com, a.example.com, c.example.com]
                          services: {web-external: {expose: loadBalancer, externalTrafficPolicy: local, ports: [{name: http, service: 443}]}}
                    """,
                    ""
                ),
                "dev",
                "web"
            ),
            explanation => explanation.Setting == setting
        );

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith(reason, explanation.Reason, StringComparison.Ordinal);
        Assert.Matches(file.Length == 0 ? "^$" : $"^stacks/{file}:[0-9]+$", explanation.Place);
    }

    [Theory]
    [InlineData("broker", "ports.client", "9092", "set")]
    [InlineData("broker", "ports.gossip.container", "7946", "set")]
    [InlineData("broker", "ports.gossip.protocol", "udp", "set")]
    [InlineData("broker", "ports.client.protocol", "tcp", "default: traffic.protocol, or http")]
    [InlineData("broker", "traffic.port", "client", "rule: the first port")]
    [InlineData("broker", "networkPolicy: peers", "ports 9092, 7946/udp", "rule: the pods of a stateful service reach each other")]
    [InlineData("broker", "peers", "broker-0.broker-pods.shop.svc.cluster.local", "rule: <service>-<number>.<service>-pods")]
    [InlineData("broker", "networkPolicy: from web", "port 7946/udp", "rule: 'web' calls it")]
    [InlineData("broker", "startup", "parallel", "default")]
    [InlineData("broker", "claimRetention.whenDeleted", "retain", "default")]
    [InlineData("broker", "health.readiness", "tcp port 9092: every 3s, 3 failures, timeout 1s", "fault tolerance 'critical'")]
    [InlineData("web", "port.container", "8079", "set")]
    [InlineData("web", "port.service", "80", "set")]
    [InlineData("web", "port.nodePort", "30001", "set")]
    [InlineData("web", "networkPolicy: to broker", "port 7946/udp", "rule: only called services may be reached")]
    [InlineData("web", "env.BROKER_URL", "udp://broker.shop.svc:7946", "rule: <NAME>_URL")]
    [InlineData("web", "health.liveness", "http /live at port 9901: every 9s, 3 failures, timeout 3s", "set")]
    [InlineData("web", "sidecars.proxy.health.readiness", "http /ready at port 9901: every 2s, 3 failures, timeout 1s", "rule: detection")]
    public void ADecisionAboutPorts_HasItsReason(string service, string setting, string value, string reason)
    {
        var explanation = Assert.Single(
            Explain(
                StackSources.Simulated(
                    """
                    name: shop
                    faultTolerance: critical
                    sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
                    services:
                      broker: {kind: stateful, image: "b:1", traffic: {protocol: tcp}, ports: {client: 9092, gossip: {container: 7946, protocol: udp}}}
                      web:
                        image: "w:1"
                        port: {container: 8079, service: 80, nodePort: 30001}
                        traffic: {expose: nodePort}
                        calls: ["broker:gossip"]
                        health: {liveness: {port: admin, path: /live}}
                        sidecars: {proxy: {image: "p:1", ports: {admin: 9901}, health: {path: /ready, detectWithin: 6s}}}
                    """,
                    ""
                ),
                "dev",
                service
            ),
            explanation => explanation.Setting == setting
        );

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith(reason, explanation.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownService_IsNamedWithTheNearest() =>
        Assert.Contains(
            "no service 'catlog'; did you mean 'catalog'?",
            Assert
                .Throws<UnknownServiceException>(() => StackExplainer.Explain("catlog", SettingsLoader.Load(StackSources.ForStack("dev"))))
                .Message,
            StringComparison.Ordinal
        );

    private static IReadOnlyList<Explanation> Explain(string stack, string service) =>
        Explain(StackSources.ForStack(stack), stack, service);

    private static IReadOnlyList<Explanation> Explain(SettingsSources sources, string stack, string service)
    {
        var loaded = SettingsLoader.Load(sources);
        return StackExplainer.Explain(service, loaded);
    }
}

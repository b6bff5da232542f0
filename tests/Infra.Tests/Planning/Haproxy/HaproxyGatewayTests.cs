using Infra.Tests.Settings;

namespace Infra.Tests.Planning.Haproxy;

public class HaproxyGatewayTests
{
    private const string Shop = """
        web: {image: "w:1", port: 8080, traffic: {hosts: [shop.example.com]}}
        api: {image: "a:1", port: 9000, scaling: {max: 7}, health: {path: /ready, detectWithin: 6s}, traffic: {hosts: [shop.example.com], paths: [/api], algorithm: leastRequest, retries: 4, timeout: 5s, maxConnections: 50, ejectAfter: 10}}
        inner: {image: "i:1", port: 80}
        """;

    [Fact]
    public async Task TheLoadBalancer_HasTheObjectsOfAService()
    {
        var plan = await RecordedPlan.ForServices(Shop, "loadBalancing: haproxy");

        foreach (
            var kind in (string[])
                ["ServiceAccount", "Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy"]
        )
        {
            Assert.True(plan.Has(kind, "load-balancer"), kind);
        }

        var service = plan.Get("Service", "load-balancer");
        Assert.Equal(
            ("LoadBalancer", 80d, "http"),
            (service["spec.type"], service["spec.ports[0].port"], service["spec.ports[0].targetPort"])
        );
        Assert.Equal("shop.example.com", service["metadata.annotations.'external-dns.alpha.kubernetes.io/hostname'"]);
        Assert.Equal("ClusterIP", plan.Get("Service", "web")["spec.type"]);
    }

    [Fact]
    public async Task RoutedServices_HaveAPodService_AndAcceptTheLoadBalancerOnly()
    {
        var plan = await RecordedPlan.ForServices(Shop, "loadBalancing: haproxy");

        Assert.Equal(
            ("None", false),
            (plan.Get("Service", "api-pods")["spec.clusterIP"], plan.Get("Service", "api-pods")["spec.publishNotReadyAddresses"])
        );
        Assert.False(plan.Has("Service", "inner-pods"));
        var ingress = Assert.Single(plan.Get("NetworkPolicy", "api").List("spec.ingress"));
        Assert.Equal("load-balancer", ingress["from[0].podSelector.matchLabels.'app.kubernetes.io/name'"]);
        Assert.Equal(2, plan.Get("NetworkPolicy", "load-balancer").List("spec.egress").Count);
    }

    [Fact]
    public async Task TheConfiguration_ContainsTheTrafficSettings()
    {
        var configuration = await HaproxyProcess.CreateConfigurationAsync(Shop);

        Assert.Contains(
            "str(api) if !{ var(txn.service) -m found } { req.hdr(host),host_only -i shop.example.com } { path -m dir /api }\n  http-request set-var(txn.service) str(web) if",
            configuration,
            StringComparison.Ordinal
        );
        Assert.Contains("use_backend api if { var(txn.service) -m str api }\n", configuration, StringComparison.Ordinal);
        Assert.Contains(
            "backend api\n  balance leastconn\n  timeout server 5000ms\n  timeout check 1000ms\n  retries 4\n",
            configuration,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "server-template pod 9 api-pods.shop.svc.cluster.local:9000 resolvers cluster resolve-prefer ipv4 init-addr none check inter 2000ms rise 2 fall 3 maxconn 50 observe layer7 error-limit 10 on-error mark-down",
            configuration,
            StringComparison.Ordinal
        );
        Assert.Contains("http-check send meth GET uri /ready", configuration, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_AreFoundInTheDomainOfEachCluster()
    {
        var plan = await RecordedPlan.Create(
            StackSources.From(
                """
                name: shop
                loadBalancing: haproxy
                sizes: {small: {}}
                clusters:
                  eu: {kind: existing, context: eu, region: a, clusterDomain: k8s.example.com}
                  us: {kind: existing, context: us, region: b}
                services: {web: {image: "w:1", port: 8080, traffic: {hosts: [shop.example.com]}}}
                """,
                ""
            )
        );

        Assert.Contains(" web-pods.shop.svc.k8s.example.com:8080 ", Configuration("eu"), StringComparison.Ordinal);
        Assert.Contains(" web-pods.shop.svc.cluster.local:8080 ", Configuration("us"), StringComparison.Ordinal);

        string Configuration(string cluster) => string.Concat(plan.Get("ConfigMap", $"{cluster}/load-balancer-files").Map("data").Values);
    }

    [Fact]
    public async Task AChangeOfTheCatalogue_RollsTheLoadBalancer()
    {
        Assert.NotEqual(await ChecksumOf(Shop), await ChecksumOf(Shop.Replace("retries: 4", "retries: 3", StringComparison.Ordinal)));

        static async Task<object?> ChecksumOf(string services) =>
            (await RecordedPlan.ForServices(services, "loadBalancing: haproxy")).Get("Deployment", "load-balancer")[
                "spec.template.metadata.annotations.'infra/config-checksum'"
            ];
    }

    [Fact]
    public async Task WithACertificate_ItAcceptsTls()
    {
        var plan = await RecordedPlan.ForServices(Shop, "loadBalancing: {backend: haproxy, tlsSecret: shop-tls}");

        Assert.Equal(443d, plan.Get("Service", "load-balancer")["spec.ports[0].port"]);
        Assert.Contains(plan.Get("Deployment", "load-balancer").List("spec.template.spec.volumes"), volume =>
            volume["secret.secretName"] is "shop-tls"
        );
        Assert.Contains(
            "bind :8080 ssl crt /etc/haproxy/tls/tls.crt alpn h2,http/1.1",
            HaproxyProcess.GetConfiguration(plan),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task WithoutHosts_ThereIsNoLoadBalancer() =>
        Assert.False(
            (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80}", "loadBalancing: haproxy")).Has("Deployment", "load-balancer")
        );

    [Fact]
    public async Task Versions_AreBackends_WithTheirOwnPodServices()
    {
        var configuration = await HaproxyProcess.CreateConfigurationAsync(
            """
            web: {image: "w:1", port: 80, replicas: 3, traffic: {hosts: [shop.example.com], algorithm: weighted}, versions: {canary: {tag: "2", weight: 25}}}
            """
        );

        Assert.Matches(
            @"backend web\.stable\n  balance roundrobin\n(  .*\n)+  server-template stable 4 web-pods\.shop\.svc\.cluster\.local:80 ",
            configuration
        );
        Assert.Matches(
            @"backend web\.canary\n  balance roundrobin\n(  .*\n)+  server-template canary 2 web-canary-pods\.shop\.svc\.cluster\.local:80 ",
            configuration
        );
    }

    [Fact]
    public async Task AFailoverService_IsABackup_AndAcceptsTheLoadBalancer()
    {
        var plan = await RecordedPlan.ForServices(
            """
            web: {image: "w:1", port: 80, traffic: {hosts: [shop.example.com], failover: spare}}
            spare: {image: "s:1", port: 8081, replicas: 1}
            """,
            "loadBalancing: haproxy"
        );

        Assert.Matches(
            @"option allbackups\n  server-template backup 2 spare-pods\.shop\.svc\.cluster\.local:8081 .* backup\n",
            HaproxyProcess.GetConfiguration(plan)
        );
        Assert.True(plan.Has("Service", "spare-pods"));
        Assert.Equal(
            "load-balancer",
            plan.Get("NetworkPolicy", "spare")["spec.ingress[0].from[0].podSelector.matchLabels.'app.kubernetes.io/name'"]
        );
        Assert.Contains(plan.Get("NetworkPolicy", "load-balancer").List("spec.egress"), rule => rule["ports[0].port"] is 8081d);
    }

    [Fact]
    public async Task Metrics_AreReachableByTheStacksPrometheusOnly()
    {
        var ingress = (await RecordedPlan.ForServices(Shop, "loadBalancing: haproxy"))
            .Get("NetworkPolicy", "load-balancer")
            .List("spec.ingress");

        var metrics = Assert.Single(ingress, rule => rule["ports[0].port"] is 8404d);
        Assert.Equal("shop-monitoring", metrics["from[0].namespaceSelector.matchLabels.'kubernetes.io/metadata.name'"]);
        Assert.Equal("prometheus", metrics["from[0].podSelector.matchLabels.'app.kubernetes.io/name'"]);
    }

    [Fact]
    public async Task ClientIp_KeepsClientAddresses_AndWithStickyForAlsoTheHaproxy()
    {
        var service = (
            await RecordedPlan.ForServices(
                Shop.Replace("algorithm: leastRequest", "algorithm: clientIp, stickyFor: 1h", StringComparison.Ordinal),
                "loadBalancing: haproxy"
            )
        ).Get("Service", "load-balancer");
        var usual = (await RecordedPlan.ForServices(Shop, "loadBalancing: haproxy")).Get("Service", "load-balancer");

        Assert.Equal(
            ("Local", "ClientIP", 3600d),
            (
                service["spec.externalTrafficPolicy"],
                service["spec.sessionAffinity"],
                service["spec.sessionAffinityConfig.clientIP.timeoutSeconds"]
            )
        );
        Assert.Equal((null, null), (usual["spec.externalTrafficPolicy"], usual["spec.sessionAffinity"]));
    }

    [Theory]
    [InlineData("development", 1)]
    [InlineData("standard", 2)]
    [InlineData("critical", 3)]
    public async Task Retries_ComeFromTheFaultTolerance(string degree, int retries) =>
        Assert.Contains(
            $"\n  retries {retries}\n",
            await HaproxyProcess.CreateConfigurationAsync(
                "web: {image: \"w:1\", port: 80, traffic: {hosts: [shop.example.com]}}",
                $"loadBalancing: haproxy\nfaultTolerance: {degree}"
            ),
            StringComparison.Ordinal
        );
}

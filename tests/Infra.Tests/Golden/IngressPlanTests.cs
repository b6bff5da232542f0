using Infra.Tests.Documentation;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>Services behind Ingresses, and all fields of a Service.</summary>
public class IngressPlanTests
{
    internal const string Catalogue = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: {container: 8080, service: 80}
          replicas: 4
          traffic: {hosts: [shop.example.com, "*.shop.example.com", shop.example.org]}
          objects:
            route:
              labels: {tier: edge}
              annotations: {cert-manager.io/cluster-issuer: letsencrypt, nginx.ingress.kubernetes.io/proxy-body-size: 8m}
          versions: {canary: {tag: 1.1.0-rc.1, weight: 20}}
        api:
          image: ghcr.io/shop/api:1.0.0
          ports: {admin: 9000, http: 8080}
          traffic: {port: http, hosts: [shop.example.com], paths: [/api, /graphql]}
        login:
          image: ghcr.io/shop/login:1.0.0
          port: 8080
          traffic: {hosts: [shop.example.com], paths: [/login], pathType: exact}
        assets:
          image: ghcr.io/shop/assets:1.0.0
          port: 8080
          traffic: {paths: ["/assets/(.*)"], pathType: implementationSpecific}
        rpc:
          image: ghcr.io/shop/rpc:1.0.0
          port: 9000
          traffic: {hosts: [rpc.example.com], protocol: grpc}
          objects: {route: {annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPC}}}
        spare: {image: ghcr.io/shop/spare:1.0.0, port: 8080}
        frontend:
          image: ghcr.io/shop/frontend:1.0.0
          ports: {http: {container: 8080, service: 80}, grpc: {container: 9000, protocol: grpc}}
          sidecars: {proxy: {image: ghcr.io/shop/proxy:1.0.0, ports: {admin: 9901}}}
          traffic:
            internalTrafficPolicy: local
            trafficDistribution: preferSameNode
            publishNotReadyAddresses: true
            clusterIP: 10.96.0.53
            ipFamilies: [ipv4, ipv6]
            ipFamilyPolicy: preferDualStack
            services:
              frontend-external:
                expose: loadBalancer
                ports: [http, {name: admin, service: 8443, nodePort: 30443}]
                stickyFor: 1h
                labels: {tier: edge}
                annotations: {service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing}
                externalTrafficPolicy: local
                healthCheckNodePort: 30900
                loadBalancerClass: service.k8s.aws/nlb
                loadBalancerIP: 198.51.100.7
                loadBalancerSourceRanges: [203.0.113.0/24, "2001:db8::/32"]
                allocateLoadBalancerNodePorts: false
              frontend-peers: {expose: headless, ports: [grpc]}
        tcp:
          image: ghcr.io/shop/tcp:1.0.0
          port: 5432
          traffic: {protocol: tcp, expose: loadBalancer, externalTrafficPolicy: cluster, loadBalancerSourceRanges: [10.0.0.0/8]}
        """;

    internal const string Balancing =
        "loadBalancing: {backend: ingress, ingressClass: nginx, defaultBackend: spare, tlsSecret: all-tls, "
        + "tls: {shop.example.com: shop-tls, \"*.shop.example.com\": shop-tls, rpc.example.com: rpc-tls}}";

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile_AndTheSchema()
    {
        var plan = await RecordedPlan.ForServices(Catalogue, Balancing);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "ingress.yaml"],
            GoldenPlan.Write(plan, IsAboutTraffic, (_, _, text) => text)
        );
        using var schema = ManifestSchema.Load();
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    private static bool IsAboutTraffic(MockResourceArgs resource) =>
        new[] { ":Ingress", ":Service", ":NetworkPolicy" }.Any(kind => resource.Type!.EndsWith(kind, StringComparison.Ordinal))
        && !resource.Name!.Contains("monitoring", StringComparison.Ordinal)
        && new Inputs(resource.Inputs)["metadata.namespace"] is "shop";
}

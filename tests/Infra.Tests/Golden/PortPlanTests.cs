using Infra.Tests.Documentation;
using Infra.Tests.Settings;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>Services with several ports, sidecars with ports and probes, and stateful services whose pods reach each other.</summary>
public class PortPlanTests
{
    internal const string Catalogue = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: {container: 8079, service: 80, nodePort: 30001}
          traffic: {expose: nodePort}
          calls: [flags, "broker:client", dns]
        flags:
          image: ghcr.io/shop/flags:1.0.0
          ports:
            grpc: {container: 8013, protocol: grpc}
            ofrep: {container: 8016, service: 81}
          metrics: {port: metrics}
          health: {readiness: {port: ofrep, path: /ready, headers: {X-Probe: ready}, initialDelay: 5s, successes: 2}}
          sidecars:
            flags-ui:
              image: ghcr.io/shop/flags-ui:1.0.0
              ports: {ui: {container: 4000, service: 4000}, metrics: 9090}
              health: {path: /, port: ui, liveness: {terminationGracePeriod: 5s}}
        broker:
          kind: stateful
          image: ghcr.io/shop/broker:1.0.0
          replicas: 3
          startup: ordered
          claimRetention: {whenDeleted: delete}
          traffic: {protocol: tcp}
          ports: {client: 9092, controller: 9093, gossip: {container: 7946, protocol: udp}}
          volumes: {data: {mount: /data, kind: persistent, size: 1Gi}}
        dns:
          image: ghcr.io/shop/dns:1.0.0
          ports: {dns: {container: 5353, service: 53, protocol: udp}, dns-tcp: {container: 5353, service: 53, protocol: tcp}}
        """;

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile_AndTheSchema()
    {
        var plan = await RecordedPlan.ForServices(Catalogue);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "ports.yaml"],
            GoldenPlan.Write(plan, IsAboutPorts, (_, _, text) => text)
        );
        using var schema = ManifestSchema.Load();
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    private static bool IsAboutPorts(MockResourceArgs resource) =>
        (resource.Name!.Split('/')[^1].Split('-')[0] is "web" or "flags" or "broker" or "dns")
        && (
            resource.Type!.EndsWith(":Service", StringComparison.Ordinal)
            || resource.Type.EndsWith(":NetworkPolicy", StringComparison.Ordinal)
            || resource.Type.EndsWith(":ConfigMap", StringComparison.Ordinal)
            || resource.Type.EndsWith(":Deployment", StringComparison.Ordinal)
            || resource.Type.EndsWith(":StatefulSet", StringComparison.Ordinal)
        );
}

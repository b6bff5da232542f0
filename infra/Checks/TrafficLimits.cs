using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>A traffic setting that has no effect.</summary>
/// <param name="Setting">The key of the setting in <c>traffic</c>.</param>
/// <param name="Problem">Why it has no effect.</param>
/// <param name="Cure">What to set instead.</param>
internal sealed record TrafficLimit(string Setting, string Problem, string Cure);

/// <summary>Finds the traffic settings that a load balancer does not support.</summary>
internal static class TrafficLimits
{
    private const string UseHaproxy = "give it hosts behind 'loadBalancing: haproxy'";
    private const string UseAnnotations =
        "write the annotation of the ingress controller in 'objects: {route: {annotations: …}}' instead, or 'loadBalancing: haproxy'";
    private const string UsePolicies = "write 'loadBalancing: {policies: envoyGateway}' with that gateway, or 'loadBalancing: haproxy'";

    public static IEnumerable<TrafficLimit> Find(LoadBalancingSettings balancing, ServiceSettings service) =>
        (LoadBalancingPlanner.Routes(balancing, service), balancing.Backend) switch
        {
            (false, _) => ForPlainServices(service.Traffic),
            (_, LoadBalancer.GatewayApi) => ForGateways(balancing, service.Traffic, service.MainProtocol == Protocol.Grpc),
            (_, LoadBalancer.Ingress) => ForIngress(service.Traffic),
            _ => ForHaproxy(balancing, service.Traffic),
        };

    private static IEnumerable<TrafficLimit> ForPlainServices(TrafficSettings traffic)
    {
        if (traffic is { Expose: Exposure.Headless, Algorithm: not null })
        {
            yield return new(
                "algorithm",
                $"a headless Service does not balance: its clients choose a pod, so '{Format(traffic.Algorithm)}' has no effect",
                "write 'expose: clusterIp', or remove it"
            );
        }
        else if (traffic.Algorithm is not (null or BalancingAlgorithm.Random or BalancingAlgorithm.ClientIp))
        {
            yield return new(
                "algorithm",
                $"plain Services cannot balance by '{Format(traffic.Algorithm)}': kube-proxy chooses a random pod for each connection",
                $"write 'random' or 'clientIp', or {UseHaproxy}"
            );
        }

        if (traffic is { Expose: Exposure.Headless, PreferSameZone: true })
        {
            yield return new(
                "preferSameZone",
                "a headless Service resolves to the pods of all zones",
                "write 'expose: clusterIp', or remove it"
            );
        }

        foreach (
            var setting in Set(
                ("paths", !traffic.Paths.IsEmpty),
                ("pathType", traffic.PathType != PathType.Prefix),
                ("timeout", traffic.Timeout is not null),
                ("retries", traffic.Retries is not null),
                ("maxConnections", traffic.MaxConnections is not null),
                ("ejectAfter", traffic.EjectAfter is not null),
                ("failover", traffic.Failover is not null)
            )
        )
        {
            yield return new(setting, "plain Services forward connections, not requests, so this has no effect", UseHaproxy);
        }
    }

    private static IEnumerable<TrafficLimit> ForGateways(LoadBalancingSettings balancing, TrafficSettings traffic, bool isGrpc)
    {
        var lacksPolicies = balancing.Policies == GatewayPolicies.None;
        if (lacksPolicies && traffic.Algorithm is not (null or BalancingAlgorithm.Weighted))
        {
            yield return new(
                "algorithm",
                $"the Gateway API has no field for '{Format(traffic.Algorithm)}': the gateway's own algorithm applies",
                UsePolicies
            );
        }

        if (isGrpc && traffic.PathType == PathType.Exact)
        {
            yield return new("pathType", "a GRPCRoute matches whole services and methods, so this has no effect", "remove it");
        }

        if (traffic.StickyFor is not null)
        {
            yield return new(
                "stickyFor",
                "a gateway hashes the client's address, so a client keeps its pod until the pods change, and a time has no effect",
                "remove it, or write 'loadBalancing: haproxy'"
            );
        }

        if (lacksPolicies && traffic.Retries > 0 && (isGrpc || balancing.Channel == GatewayChannel.Standard))
        {
            yield return isGrpc
                ? new TrafficLimit("retries", "a GRPCRoute has no retries, so this has no effect", UsePolicies)
                : new TrafficLimit(
                    "retries",
                    "the standard definitions of the Gateway API have no retries, so this has no effect",
                    $"write 'loadBalancing: {{channel: experimental}}' where the cluster has those, or {UsePolicies}"
                );
        }

        if (lacksPolicies && isGrpc && traffic.Timeout is not null)
        {
            yield return new("timeout", "a GRPCRoute has no timeouts, so this has no effect", UsePolicies);
        }

        foreach (
            var setting in Set(
                ("maxConnections", lacksPolicies && traffic.MaxConnections is not null),
                ("ejectAfter", lacksPolicies && traffic.EjectAfter is not null)
            )
        )
        {
            yield return new(setting, "the Gateway API has no field for it, so this has no effect", UsePolicies);
        }

        if (traffic.Failover is not null)
        {
            yield return new("failover", "the Gateway API has no field for it, so this has no effect", "write 'loadBalancing: haproxy'");
        }
    }

    private static IEnumerable<TrafficLimit> ForIngress(TrafficSettings traffic)
    {
        if (traffic.Algorithm is { } algorithm)
        {
            yield return new(
                "algorithm",
                $"an Ingress has no field for '{Format(algorithm)}': the algorithm of its controller applies",
                UseAnnotations
            );
        }

        foreach (
            var setting in Set(
                ("stickyFor", traffic.StickyFor is not null),
                ("timeout", traffic.Timeout is not null),
                ("retries", traffic.Retries is not null),
                ("maxConnections", traffic.MaxConnections is not null),
                ("ejectAfter", traffic.EjectAfter is not null)
            )
        )
        {
            yield return new(setting, "an Ingress has no field for it, so this has no effect", UseAnnotations);
        }

        if (traffic.Failover is not null)
        {
            yield return new("failover", "an Ingress has no field for it, so this has no effect", "write 'loadBalancing: haproxy'");
        }
    }

    private static IEnumerable<TrafficLimit> ForHaproxy(LoadBalancingSettings balancing, TrafficSettings traffic)
    {
        if (traffic.Algorithm == BalancingAlgorithm.ClientIp && balancing.Expose == Exposure.NodePort)
        {
            yield return new(
                "algorithm",
                "requests to a node port reach HAProxy from the node's address, so all clients of a node get the same pod",
                "write 'loadBalancing: {expose: loadBalancer}'"
            );
        }

        if (traffic.PreferSameZone)
        {
            yield return new(
                "preferSameZone",
                "HAProxy sends requests to the pods of all zones; only callers inside the cluster stay in their zone",
                "remove it if no service calls this one"
            );
        }
    }

    private static IEnumerable<string> Set(params (string Setting, bool IsSet)[] settings) =>
        settings.Where(setting => setting.IsSet).Select(setting => setting.Setting);

    private static string Format(BalancingAlgorithm? algorithm) => ScalarType.EnumName(algorithm.ToString()!);
}

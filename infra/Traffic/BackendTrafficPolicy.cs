using System.Collections.Immutable;
using Infra.Settings;
using Infra.Workloads;
using static Infra.Traffic.CustomFields;

namespace Infra.Traffic;

/// <summary>Envoy Gateway's words for what the Gateway API cannot say of a route.</summary>
internal static class BackendTrafficPolicy
{
    public const string ApiVersion = "gateway.envoyproxy.io/v1alpha1";

    /// <summary>Null for a service that asks for nothing beyond the Gateway API.</summary>
    public static ImmutableDictionary<string, object>? Of(ServiceSpec service, string routeKind)
    {
        var settings = service.Traffic!.Settings;
        var wanted = Map();
        if (settings.Algorithm is { } algorithm)
        {
            wanted = wanted.Add("loadBalancer", LoadBalancerOf(algorithm));
        }

        if (settings.MaxConnections is { } most)
        {
            wanted = wanted.Add("circuitBreaker", Map(("perEndpoint", Map(("maxConnections", most)))));
        }

        if (settings.EjectAfter is { } errors)
        {
            wanted = wanted.Add("healthCheck", Map(("passive", Map(("consecutive5XxErrors", errors)))));
        }

        if (service.Traffic.Protocol == Protocol.Grpc)
        {
            wanted = wanted.AddRange(BeyondGrpcRoute(settings));
        }

        return wanted.IsEmpty
            ? null
            : wanted.Add("targetRefs", List(Map(("group", "gateway.networking.k8s.io"), ("kind", routeKind), ("name", service.Name))));
    }

    /// <summary>A GRPCRoute has neither timeouts nor retries, an HTTPRoute has both.</summary>
    private static ImmutableDictionary<string, object> BeyondGrpcRoute(TrafficSettings settings)
    {
        var wanted = Map();
        if (settings.Timeout is { } timeout)
        {
            wanted = wanted.Add("timeout", Map(("http", Map(("requestTimeout", GatewayDuration.Format(timeout))))));
        }

        return settings.Retries is { } retries
            ? wanted.Add("retry", Map(("numRetries", retries), ("retryOn", Map(("triggers", List("connect-failure", "refused-stream", "unavailable"))))))
            : wanted;
    }

    private static ImmutableDictionary<string, object> LoadBalancerOf(BalancingAlgorithm algorithm) => algorithm switch
    {
        BalancingAlgorithm.Random => Map(("type", "Random")),
        BalancingAlgorithm.LeastRequest => Map(("type", "LeastRequest")),
        BalancingAlgorithm.ClientIp => Map(("type", "ConsistentHash"), ("consistentHash", Map(("type", "SourceIP")))),
        _ => Map(("type", "RoundRobin")),
    };
}

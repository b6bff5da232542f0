using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using static Infra.Backend.Traffic.Gateways.CustomFields;

namespace Infra.Backend.Traffic.Gateways;

/// <summary>Envoy Gateway's policy for the traffic settings that the Gateway API has no fields for.</summary>
internal static class BackendTrafficPolicy
{
    public const string ApiVersion = "gateway.envoyproxy.io/v1alpha1";
    public const string Kind = "BackendTrafficPolicy";

    private static readonly ImmutableDictionary<string, object> FailedCalls = Map(
        ("triggers", List("connect-failure", "refused-stream", "unavailable"))
    );

    private static readonly ImmutableDictionary<string, object> FailedRequests = Map(
        ("triggers", List("connect-failure", "retriable-status-codes")),
        ("httpStatusCodes", List(502, 503, 504))
    );

    /// <summary>Creates the policy's specification; null if the service needs none.</summary>
    /// <param name="service">The service.</param>
    /// <param name="routeKind">The kind of the service's route, to which the policy applies.</param>
    /// <param name="channel">The channel of the Gateway API's definitions, which decides what the route can express itself.</param>
    public static ImmutableDictionary<string, object>? Create(ServicePlan service, string routeKind, GatewayChannel channel)
    {
        var settings = service.Traffic!.Settings;
        var spec = Map();
        if (settings.Algorithm is { } algorithm)
        {
            spec = spec.Add("loadBalancer", LoadBalancer(algorithm));
        }

        if (settings.MaxConnections is { } maximum)
        {
            spec = spec.Add("circuitBreaker", Map(("perEndpoint", Map(("maxConnections", maximum)))));
        }

        if (settings.EjectAfter is { } errors)
        {
            // Envoy's default of 10 % would never eject one of a few pods.
            spec = spec.Add("healthCheck", Map(("passive", Map(("consecutive5XxErrors", errors), ("maxEjectionPercent", 50)))));
        }

        var isGrpc = service.Traffic.Protocol == Protocol.Grpc;
        if (isGrpc && service.Traffic.Timeout is { } timeout)
        {
            spec = spec.Add("timeout", Map(("http", Map(("requestTimeout", GatewayDuration.Format(timeout))))));
        }

        if (service.Traffic.Retries is var retries and > 0 && (isGrpc || channel == GatewayChannel.Standard))
        {
            spec = spec.Add("retry", Map(("numRetries", retries), ("retryOn", isGrpc ? FailedCalls : FailedRequests)));
        }

        return spec.IsEmpty
            ? null
            : spec.Add("targetRefs", List(Map(("group", "gateway.networking.k8s.io"), ("kind", routeKind), ("name", service.Name))));
    }

    private static ImmutableDictionary<string, object> LoadBalancer(BalancingAlgorithm algorithm) =>
        algorithm switch
        {
            BalancingAlgorithm.Random => Map(("type", "Random")),
            BalancingAlgorithm.LeastRequest => Map(("type", "LeastRequest")),
            BalancingAlgorithm.ClientIp => Map(("type", "ConsistentHash"), ("consistentHash", Map(("type", "SourceIP")))),
            _ => Map(("type", "RoundRobin")),
        };
}

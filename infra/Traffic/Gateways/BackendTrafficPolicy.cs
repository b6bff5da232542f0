using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Workloads;
using static Infra.Backend.Traffic.Gateways.CustomFields;

namespace Infra.Backend.Traffic.Gateways;

/// <summary>Envoy Gateway's words for what the Gateway API cannot say of a route.</summary>
internal static class BackendTrafficPolicy
{
    public const string ApiVersion = "gateway.envoyproxy.io/v1alpha1";

    private static readonly ImmutableDictionary<string, object> CallsThatFailed = Map(("triggers", List("connect-failure", "refused-stream", "unavailable")));

    private static readonly ImmutableDictionary<string, object> RequestsThatFailed =
        Map(("triggers", List("connect-failure", "retriable-status-codes")), ("httpStatusCodes", List(502, 503, 504)));

    /// <summary>Null for a service that asks for nothing beyond the Gateway API.</summary>
    /// <param name="service">What is asked for.</param>
    /// <param name="routeKind">Of the service's route, which the policy is about.</param>
    /// <param name="channel">What the route can say itself.</param>
    public static ImmutableDictionary<string, object>? Of(ServiceSpec service, string routeKind, GatewayChannel channel)
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
            // Envoy ejects a tenth of the pods at most unless told otherwise, which of a few is none.
            wanted = wanted.Add("healthCheck", Map(("passive", Map(("consecutive5XxErrors", errors), ("maxEjectionPercent", 50)))));
        }

        var isGrpc = service.Traffic.Protocol == Protocol.Grpc;
        if (isGrpc && settings.Timeout is { } timeout)
        {
            wanted = wanted.Add("timeout", Map(("http", Map(("requestTimeout", GatewayDuration.Format(timeout))))));
        }

        if (settings.Retries is { } retries and > 0 && (isGrpc || channel == GatewayChannel.Standard))
        {
            wanted = wanted.Add("retry", Map(("numRetries", retries), ("retryOn", isGrpc ? CallsThatFailed : RequestsThatFailed)));
        }

        return wanted.IsEmpty
            ? null
            : wanted.Add("targetRefs", List(Map(("group", "gateway.networking.k8s.io"), ("kind", routeKind), ("name", service.Name))));
    }

    private static ImmutableDictionary<string, object> LoadBalancerOf(BalancingAlgorithm algorithm) => algorithm switch
    {
        BalancingAlgorithm.Random => Map(("type", "Random")),
        BalancingAlgorithm.LeastRequest => Map(("type", "LeastRequest")),
        BalancingAlgorithm.ClientIp => Map(("type", "ConsistentHash"), ("consistentHash", Map(("type", "SourceIP")))),
        _ => Map(("type", "RoundRobin")),
    };
}

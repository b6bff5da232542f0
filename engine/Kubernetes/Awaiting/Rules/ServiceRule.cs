using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>
/// A Service is ready when it has endpoints, all of which are ready, and a load balancer has an address. For headless, external and
/// selectorless Services no endpoints are required.
/// </summary>
internal sealed class ServiceRule : IReadinessRule
{
    private const string ServiceName = "kubernetes.io/service-name";

    public IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) => HasEndpoints(live) ? [RelatedTypes.EndpointSlice] : [];

    public bool IsEvident(JsonObject live) => !HasEndpoints(live) && HasAddress(live);

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        if (!HasAddress(live))
        {
            return Readiness.Waiting("waiting for the load balancer's address");
        }

        if (!HasEndpoints(live))
        {
            return Readiness.Ready;
        }

        var slices = Slices(related, live.Name());
        if (slices.Count == 0)
        {
            return Readiness.Waiting("waiting for its endpoints");
        }

        var endpoints = slices.SelectMany(s => s.Objects("endpoints")).Where(e => !e.Flag("conditions", "terminating")).ToList();
        var pending = endpoints
            .Where(e => e.At("conditions", "ready") is JsonValue ready && ready.TryGetValue<bool>(out var isReady) && !isReady)
            .ToList();
        return pending.Count == 0
            ? Readiness.Ready
            : Readiness.Waiting(
                $"{endpoints.Count - pending.Count} of {endpoints.Count} endpoints are ready",
                [.. pending.Take(5).Select(e => $"{e.Text("targetRef", "kind") ?? "endpoint"} {e.Text("targetRef", "name")} is not ready")]
            );
    }

    /// <summary>Finds the endpoint slices of a Service.</summary>
    public static List<JsonObject> Slices(WatchView related, string service) =>
        [.. related.All(RelatedTypes.EndpointSlice).Where(s => s.Text("metadata", "labels", ServiceName) == service)];

    private static bool HasAddress(JsonObject live) =>
        live.Text("spec", "type") != "LoadBalancer" || live.At("status", "loadBalancer", "ingress") is JsonArray { Count: > 0 };

    private static bool HasEndpoints(JsonObject live) =>
        live.Text("spec", "type") != "ExternalName"
        && live.Text("spec", "clusterIP") != "None"
        && live.At("spec", "selector") is JsonObject { Count: > 0 };
}

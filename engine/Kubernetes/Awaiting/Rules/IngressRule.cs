using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>
/// An Ingress is ready when it has an address and all its backend services have endpoints. The wait for missing endpoints is short, since
/// another program may create the service later.
/// </summary>
internal sealed class IngressRule : IReadinessRule
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    public IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) => [RelatedTypes.EndpointSlice, RelatedTypes.Service];

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        if (live.At("status", "loadBalancer", "ingress") is not JsonArray { Count: > 0 })
        {
            return Readiness.Waiting("waiting for an address: is there an ingress controller for its class?");
        }

        var missing = new List<string>();
        foreach (var rule in live.Objects("spec", "rules"))
        {
            foreach (var path in rule.Objects("http", "paths"))
            {
                if (path.Text("backend", "service", "name") is { } service && !HasEndpoints(related, service))
                {
                    missing.Add($"{rule.Text("host")}{path.Text("path")} leads to service {service}, which has no endpoints");
                }
            }
        }

        return missing.Count == 0 ? Readiness.Ready : Readiness.WaitingAtMost(Grace, string.Join("; ", missing));
    }

    private static bool HasEndpoints(WatchView related, string service) =>
        ServiceRule.Slices(related, service).Count > 0
        || related.Find(RelatedTypes.Service, service)?.Text("spec", "type") == "ExternalName";
}

using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of services, ingresses and network policies.</summary>
internal static class ServiceDefaults
{
    private const long AffinityTimeout = 10_800;

    public static void ApplyToService(JsonObject spec)
    {
        spec.DefaultText("sessionAffinity", "None");
        if (spec.Text("sessionAffinity") == "None")
        {
            spec.Remove("sessionAffinityConfig");
        }
        else if (spec.Text("sessionAffinity") == "ClientIP")
        {
            spec.DefaultObject("sessionAffinityConfig").DefaultObject("clientIP").Default("timeoutSeconds", AffinityTimeout);
        }

        spec.DefaultText("type", "ClusterIP");
        var type = spec.Text("type");
        foreach (var port in spec.Objects("ports"))
        {
            port.DefaultText("protocol", "TCP");
            if (port["targetPort"] is null || port.Number("targetPort") == 0 || port.Text("targetPort") == "")
            {
                port["targetPort"] = port["port"]?.DeepClone();
            }
        }
        if (type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec.Array("externalIPs") is { Count: > 0 }))
        {
            spec.DefaultText("externalTrafficPolicy", "Cluster");
        }

        if (type is "NodePort" or "LoadBalancer" or "ClusterIP")
        {
            spec.Default("internalTrafficPolicy", "Cluster");
        }

        if (type == "LoadBalancer")
        {
            spec.Default("allocateLoadBalancerNodePorts", true);
        }
    }

    public static void ApplyToNetworkPolicy(JsonObject spec)
    {
        if (spec.Array("policyTypes") is null or { Count: 0 })
        {
            var types = new JsonArray("Ingress");
            if (spec.Array("egress") is { Count: > 0 })
            {
                types.Add("Egress");
            }

            spec["policyTypes"] = types;
        }
        foreach (var port in spec.Objects("ingress").Concat(spec.Objects("egress")).SelectMany(rule => rule.Objects("ports")))
        {
            port.Default("protocol", "TCP");
        }
    }
}

using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Defaults of services, ingresses and network policies.</summary>
internal static class ServiceDefaults
{
    private const long AffinityTimeoutSeconds = 10_800;

    /// <summary>Sets the mode of the addresses of a load balancer.</summary>
    public static void ApplyToServiceStatus(JsonObject body)
    {
        if (body.Text("spec", "type") != "LoadBalancer")
        {
            return;
        }

        foreach (var point in body.Objects("status", "loadBalancer", "ingress"))
        {
            if (point.Text("ip") is { Length: > 0 } && point["ipMode"] is null)
            {
                point["ipMode"] = "VIP";
            }
        }
    }

    public static void ApplyToService(JsonObject spec)
    {
        spec.SetDefaultText("sessionAffinity", "None");
        if (spec.Text("sessionAffinity") == "None")
        {
            spec.Remove("sessionAffinityConfig");
        }
        else if (spec.Text("sessionAffinity") == "ClientIP")
        {
            spec.GetOrAddObject("sessionAffinityConfig").GetOrAddObject("clientIP").SetDefault("timeoutSeconds", AffinityTimeoutSeconds);
        }

        spec.SetDefaultText("type", "ClusterIP");
        var type = spec.Text("type");
        foreach (var port in spec.Objects("ports"))
        {
            port.SetDefaultText("protocol", "TCP");
            if (port["targetPort"] is null || port.Number("targetPort") == 0 || port.Text("targetPort") == "")
            {
                port["targetPort"] = port["port"]?.DeepClone();
            }
        }
        if (type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec.Array("externalIPs") is { Count: > 0 }))
        {
            spec.SetDefaultText("externalTrafficPolicy", "Cluster");
        }

        if (type is "NodePort" or "LoadBalancer" or "ClusterIP")
        {
            spec.SetDefault("internalTrafficPolicy", "Cluster");
        }

        if (type == "LoadBalancer")
        {
            spec.SetDefault("allocateLoadBalancerNodePorts", true);
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
            port.SetDefault("protocol", "TCP");
        }
    }
}

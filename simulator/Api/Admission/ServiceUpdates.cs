using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// Completes and cleans an updated service before it is validated: allocated values that the update omits are kept, and values that the new
/// type does not use are removed unless the update sets them.
/// </summary>
internal static class ServiceUpdates
{
    public static void Prepare(JsonObject spec, JsonObject before)
    {
        AlignAddresses(spec, before);
        DropUnused(spec, before);
        KeepAllocated(spec, before);
    }

    /// <summary>Makes <c>clusterIP</c> and <c>clusterIPs</c> agree if only one of them is set.</summary>
    public static void AlignNew(JsonObject spec)
    {
        if (spec.Text("clusterIP") is { Length: > 0 } address && spec.Array("clusterIPs") is null or { Count: 0 })
        {
            spec["clusterIPs"] = new JsonArray(address);
        }
    }

    private static void AlignAddresses(JsonObject spec, JsonObject before)
    {
        var (address, old) = (spec.Text("clusterIP") ?? "", before.Text("clusterIP") ?? "");
        var sameList = JsonNode.DeepEquals(spec["clusterIPs"], before["clusterIPs"]);
        if (address == old && sameList)
        {
            return;
        }

        if (address != old && (sameList || spec.Array("clusterIPs") is null or { Count: 0 }))
        {
            Set(spec, "clusterIPs", address.Length == 0 ? null : new JsonArray(address));
        }
        else if (address == old && spec.Array("clusterIPs") is null or { Count: 0 } && old.Length > 0 && before.ContainsKey("clusterIPs"))
        {
            // A list that was removed means the same addresses.
            Set(spec, "clusterIPs", before["clusterIPs"]?.DeepClone());
        }
    }

    private static void DropUnused(JsonObject spec, JsonObject before)
    {
        if (NeedsAddress(before) && !NeedsAddress(spec))
        {
            if (Same(spec, before, "clusterIP") && Same(spec, before, "clusterIPs"))
            {
                spec.Remove("clusterIP");
                spec.Remove("clusterIPs");
            }

            DropIfSame(spec, before, "ipFamilies");
            DropIfSame(spec, before, "ipFamilyPolicy");
        }

        if (UsesNodePorts(before) && !UsesNodePorts(spec) && !NodePorts(spec).Except(NodePorts(before)).Any(port => port != 0))
        {
            foreach (var port in spec.Objects("ports"))
            {
                port.Remove("nodePort");
            }
        }

        if (ServiceRules.NeedsHealthCheck(before) && !ServiceRules.NeedsHealthCheck(spec))
        {
            DropIfSame(spec, before, "healthCheckNodePort");
        }

        if (before.Text("type") == "LoadBalancer" && spec.Text("type") != "LoadBalancer")
        {
            DropIfSame(spec, before, "allocateLoadBalancerNodePorts");
            DropIfSame(spec, before, "loadBalancerClass");
        }

        if (IsAccessible(before) && !IsAccessible(spec))
        {
            DropIfSame(spec, before, "externalTrafficPolicy");
        }
    }

    private static void KeepAllocated(JsonObject spec, JsonObject before)
    {
        if (NeedsAddress(spec) && NeedsAddress(before))
        {
            if (spec.Text("clusterIP") is null or "")
            {
                Set(spec, "clusterIP", before["clusterIP"]?.DeepClone());
            }

            if (spec.Array("clusterIPs") is null or { Count: 0 } && Same(spec, before, "clusterIP"))
            {
                Set(spec, "clusterIPs", before["clusterIPs"]?.DeepClone());
            }
        }

        if (NeedsNodePorts(spec) && NeedsNodePorts(before))
        {
            KeepNodePorts(spec, before);
        }

        if (ServiceRules.NeedsHealthCheck(spec) && ServiceRules.NeedsHealthCheck(before) && (spec.Number("healthCheckNodePort") ?? 0) == 0)
        {
            Set(spec, "healthCheckNodePort", before["healthCheckNodePort"]?.DeepClone());
        }
    }

    /// <summary>A port without a number takes that of the stored port of its name, unless another port has it.</summary>
    private static void KeepNodePorts(JsonObject spec, JsonObject before)
    {
        var used = NodePorts(spec).Where(port => port != 0).Intersect(NodePorts(before)).ToHashSet();
        var byName = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var port in before.Objects("ports"))
        {
            byName[port.Text("name") ?? ""] = port.Number("nodePort") ?? 0;
        }

        foreach (var port in spec.Objects("ports").Where(port => (port.Number("nodePort") ?? 0) == 0))
        {
            if (byName.GetValueOrDefault(port.Text("name") ?? "") is var kept and not 0 && used.Add(kept))
            {
                port["nodePort"] = kept;
            }
        }
    }

    private static bool NeedsAddress(JsonObject spec) => spec.Text("type") is "ClusterIP" or "NodePort" or "LoadBalancer";

    private static bool UsesNodePorts(JsonObject spec) => spec.Text("type") is "NodePort" or "LoadBalancer";

    private static bool NeedsNodePorts(JsonObject spec) =>
        spec.Text("type") == "NodePort"
        || (
            spec.Text("type") == "LoadBalancer"
            && (!spec.ContainsKey("allocateLoadBalancerNodePorts") || spec.Flag("allocateLoadBalancerNodePorts"))
        );

    private static bool IsAccessible(JsonObject spec) =>
        spec.Text("type") is "NodePort" or "LoadBalancer"
        || (spec.Text("type") == "ClusterIP" && spec.Array("externalIPs") is { Count: > 0 });

    private static IEnumerable<long> NodePorts(JsonObject spec) => spec.Objects("ports").Select(port => port.Number("nodePort") ?? 0);

    private static bool Same(JsonObject spec, JsonObject before, string field) => JsonNode.DeepEquals(spec[field], before[field]);

    private static void DropIfSame(JsonObject spec, JsonObject before, string field)
    {
        if (Same(spec, before, field))
        {
            spec.Remove(field);
        }
    }

    private static void Set(JsonObject spec, string field, JsonNode? value)
    {
        spec.Remove(field);
        if (value is not null)
        {
            spec[field] = value;
        }
    }
}

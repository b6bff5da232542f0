using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>Hands out cluster addresses (10.96.0.0/16) and node ports (30000 to 32767) to services.</summary>
internal sealed class ServiceAllocation(ObjectStore store, IdentitySource identities)
{
    private const int FirstNodePort = 30_000;
    private const int LastNodePort = 32_767;
    private const int Addresses = 65_534;
    private const string Range = "10.96.0.0/16";

    // A dry run looks for nothing free: Kubernetes answers with the range's own address, and with ports counted up from beyond the range.
    private const string DryRunAddress = "10.96.0.0";
    private const int FirstDryRunPort = LastNodePort + 2;

    /// <summary>What was handed out stays with the service, also when an update leaves it out.</summary>
    public static void KeepAllocated(AdmissionRequest request)
    {
        if (
            request.Current is not { } current
            || request.Spec.Text("type") == "ExternalName"
            || current.Spec.Text("type") == "ExternalName"
        )
        {
            return;
        }

        var spec = request.Spec;
        if (spec.Text("clusterIP") is null or "")
        {
            Keep(current.Spec, spec, "clusterIP");
        }

        if (spec.Array("clusterIPs") is null or { Count: 0 })
        {
            Keep(current.Spec, spec, "clusterIPs");
        }

        Keep(current.Spec, spec, "ipFamilies", onlyIfAbsent: true);
        Keep(current.Spec, spec, "ipFamilyPolicy", onlyIfAbsent: true);
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer"))
        {
            return;
        }

        if (spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local")
        {
            Keep(current.Spec, spec, "healthCheckNodePort", onlyIfAbsent: true);
        }

        foreach (var port in spec.Objects("ports").Where(port => (port.Number("nodePort") ?? 0) == 0))
        {
            var before = current.Spec.Objects("ports").FirstOrDefault(old => Same(old, port, "port") && Same(old, port, "protocol"));
            if (before?.Number("nodePort") is { } kept)
            {
                port["nodePort"] = kept;
            }
        }
    }

    /// <exception cref="StatusException">What the service asks for is taken.</exception>
    public void Allocate(AdmissionRequest request)
    {
        var spec = request.Spec;
        if (spec.Text("type") == "ExternalName")
        {
            foreach (var field in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
            {
                spec.Remove(field);
            }

            return;
        }
        var others = store.List(GroupResource.Services).Items.Where(item => item.Uid != request.Current?.Uid).ToList();
        AllocateAddress(request, spec, others);
        AllocatePorts(request, spec, others);
    }

    private void AllocateAddress(AdmissionRequest request, JsonObject spec, List<KubeObject> others)
    {
        var asked =
            spec.Text("clusterIP") is { Length: > 0 } given ? given
            : spec.Array("clusterIPs") is { Count: > 0 } list ? list[0]?.ToString()
            : null;
        var taken = others.Select(item => item.Spec.Text("clusterIP")).ToHashSet();
        if (asked is null)
        {
            asked = request.Options.DryRun ? DryRunAddress : FreeAddress(taken);
        }
        else if (asked != "None" && !request.Options.DryRun && taken.Contains(asked))
        {
            throw Refuse(
                request,
                [
                    FieldError.Invalid(
                        "spec.clusterIPs",
                        new JsonArray(asked),
                        $"failed to allocate IP {asked}: provided IP is already allocated"
                    ),
                ]
            );
        }

        spec["clusterIP"] = asked;
        spec["clusterIPs"] = new JsonArray(asked);
        if (spec.Array("ipFamilies") is null or { Count: 0 })
        {
            spec["ipFamilies"] = new JsonArray("IPv4");
        }

        if (spec.Text("ipFamilyPolicy") is null or "")
        {
            spec["ipFamilyPolicy"] = "SingleStack";
        }
    }

    private string FreeAddress(HashSet<string?> taken)
    {
        var start = identities.Next(Addresses);
        for (var i = 0; i < Addresses; i++)
        {
            var host = ((start + i) % Addresses) + 1;
            var address = string.Create(CultureInfo.InvariantCulture, $"10.96.{host >> 8}.{host & 255}");
            if (!taken.Contains(address))
            {
                return address;
            }
        }
        throw new StatusException(500, "InternalError", $"failed to allocate a serviceIP: the range {Range} is full");
    }

    private void AllocatePorts(AdmissionRequest request, JsonObject spec, List<KubeObject> others)
    {
        var needsPorts =
            spec.Text("type") == "NodePort"
            || (spec.Text("type") == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"]?.GetValue<bool>() != false);
        var taken = others.SelectMany(item => item.Spec.Objects("ports")).Select(port => port.Number("nodePort") ?? 0).ToHashSet();
        foreach (var (index, port) in spec.Objects("ports").Index())
        {
            var asked = port.Number("nodePort") ?? 0;
            if (asked == 0 && needsPorts)
            {
                port["nodePort"] = asked = FreePort(request, taken);
            }
            else if (
                asked != 0
                && taken.Contains(asked)
                && request.Current?.Spec.Objects("ports").Any(old => old.Number("nodePort") == asked) != true
            )
            {
                throw Refuse(request, [FieldError.Invalid($"spec.ports[{index}].nodePort", asked, "provided port is already allocated")]);
            }

            taken.Add(asked);
        }
        AllocateHealthCheckPort(request, spec, taken);
    }

    /// <summary>A balancer that sends traffic only to nodes with pods must be able to ask each node whether it has any.</summary>
    private void AllocateHealthCheckPort(AdmissionRequest request, JsonObject spec, HashSet<long> taken)
    {
        var needsPort = spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";
        if (needsPort && (spec.Number("healthCheckNodePort") ?? 0) == 0)
        {
            spec["healthCheckNodePort"] = FreePort(request, taken);
        }
    }

    private long FreePort(AdmissionRequest request, HashSet<long> taken)
    {
        if (request.Options.DryRun)
        {
            return DryRunPort(taken);
        }

        const int Count = LastNodePort - FirstNodePort + 1;
        var start = identities.Next(Count);
        for (var i = 0; i < Count; i++)
        {
            var port = FirstNodePort + ((start + i) % Count);
            if (!taken.Contains(port))
            {
                return port;
            }
        }
        throw new StatusException(500, "InternalError", "failed to allocate a nodePort: range is full");
    }

    private static long DryRunPort(HashSet<long> taken)
    {
        var port = FirstDryRunPort;
        while (taken.Contains(port))
        {
            port++;
        }

        return port;
    }

    private static StatusException Refuse(AdmissionRequest request, IReadOnlyList<FieldError> errors) =>
        FieldError.Refuse("", "Service", request.Name, errors);

    private static bool Same(JsonObject one, JsonObject other, string field) => JsonNode.DeepEquals(one[field], other[field]);

    private static void Keep(JsonObject from, JsonObject to, string field, bool onlyIfAbsent = false)
    {
        if ((!onlyIfAbsent || !to.ContainsKey(field)) && from[field] is { } value)
        {
            to[field] = value.DeepClone();
        }
    }
}

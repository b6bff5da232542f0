using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>Allocates the cluster IPs (10.96.0.0/16) and node ports of services.</summary>
internal sealed class ServiceAllocation(ObjectStore store, IdentitySource identities)
{
    private const int AddressCount = 65_534;
    private const string Range = "10.96.0.0/16";

    // Services get neither the address of the network nor the one for broadcasts.
    private const string FirstAddress = "10.96.0.0";
    private const string LastAddress = "10.96.255.255";

    // In a dry run Kubernetes allocates nothing: it returns the address of the range itself, and ports counted up from beyond the range.
    private const string DryRunAddress = FirstAddress;
    private const int FirstDryRunPort = NodePorts.Last + 2;

    /// <summary>Completes the addresses and ports of a service before it is validated.</summary>
    public static void Prepare(AdmissionRequest request)
    {
        if (request.Current is { } current)
        {
            ServiceUpdates.Prepare(request.Spec, current.Spec);
        }
        else
        {
            ServiceUpdates.AlignNew(request.Spec);
        }
    }

    /// <exception cref="StatusException">A requested address or port is allocated already, or the range is full.</exception>
    public void Allocate(AdmissionRequest request)
    {
        var spec = request.Spec;
        if (spec.Text("type") == "ExternalName")
        {
            return;
        }

        ServiceFamilies.Initialize(request);
        var others = store.List(GroupResource.Services).Items.Where(item => item.Uid != request.Current?.Uid).ToList();
        AllocateAddress(request, spec, others);
        AllocatePorts(request, spec, others);
    }

    private void AllocateAddress(AdmissionRequest request, JsonObject spec, List<KubeObject> others)
    {
        var requested =
            spec.Text("clusterIP") is { Length: > 0 } given ? given
            : spec.Array("clusterIPs") is { Count: > 0 } list ? list[0]?.ToString()
            : null;
        var taken = others.Select(item => item.Spec.Text("clusterIP")).ToHashSet();
        if (requested is null)
        {
            requested = request.Options.DryRun ? DryRunAddress : GetFreeAddress(taken);
        }
        else if (requested != "None" && !request.Options.DryRun && taken.Contains(requested))
        {
            throw CreateInvalid(
                request,
                [
                    FieldError.Invalid(
                        "spec.clusterIPs",
                        new JsonArray(requested),
                        $"failed to allocate IP {requested}: provided IP is already allocated"
                    ),
                ]
            );
        }

        if (spec.Text("clusterIP") is { Length: > 0 } || !request.Options.DryRun)
        {
            CheckRange(request, requested);
        }

        spec["clusterIP"] = requested;
        spec["clusterIPs"] = new JsonArray(requested);
    }

    /// <summary>A new service may only have an address of the range.</summary>
    private static void CheckRange(AdmissionRequest request, string address)
    {
        if (
            request.Current?.Spec.Text("clusterIP") == address
            || address == "None"
            || (address.StartsWith("10.96.", StringComparison.Ordinal) && address is not (FirstAddress or LastAddress))
        )
        {
            return;
        }

        throw CreateInvalid(
            request,
            [
                FieldError.Invalid(
                    "spec.clusterIPs",
                    new JsonArray(address),
                    $"failed to allocate IP {address}: the provided IP ({address}) is not in the valid range. "
                        + $"The range of valid IPs is {Range}"
                ),
            ]
        );
    }

    private string GetFreeAddress(HashSet<string?> taken)
    {
        var start = identities.Next(AddressCount);
        for (var i = 0; i < AddressCount; i++)
        {
            var host = ((start + i) % AddressCount) + 1;
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
        var taken = others
            .SelectMany(item =>
                item.Spec.Objects("ports").Select(port => port.Number("nodePort")).Append(item.Spec.Number("healthCheckNodePort"))
            )
            .Select(port => port ?? 0)
            .ToHashSet();
        foreach (var (index, port) in spec.Objects("ports").Index())
        {
            var requested = port.Number("nodePort") ?? 0;
            if (requested == 0 && needsPorts)
            {
                port["nodePort"] = requested = GetFreePort(request, taken);
            }
            else if (requested is not 0 and (< NodePorts.First or > NodePorts.Last))
            {
                throw CreateInvalid(
                    request,
                    [
                        FieldError.Invalid(
                            $"spec.ports[{index}].nodePort",
                            requested,
                            $"provided port is not in the valid range. The range of valid ports is {NodePorts.First}-{NodePorts.Last}"
                        ),
                    ]
                );
            }
            else if (
                requested != 0
                && taken.Contains(requested)
                && request.Current?.Spec.Objects("ports").Any(old => old.Number("nodePort") == requested) != true
            )
            {
                throw CreateInvalid(
                    request,
                    [FieldError.Invalid($"spec.ports[{index}].nodePort", requested, "provided port is already allocated")]
                );
            }

            taken.Add(requested);
        }
        AllocateHealthCheckPort(request, spec, taken);
    }

    /// <summary>
    /// With <c>externalTrafficPolicy: Local</c>, load balancers probe this port to find the nodes that have pods of the service.
    /// </summary>
    private void AllocateHealthCheckPort(AdmissionRequest request, JsonObject spec, HashSet<long> taken)
    {
        var needsPort = spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";
        if (!needsPort)
        {
            return;
        }

        if (spec.Number("healthCheckNodePort") is not { } requested || requested == 0)
        {
            spec["healthCheckNodePort"] = GetFreePort(request, taken);
        }
        else if (request.Current?.Spec.Number("healthCheckNodePort") != requested)
        {
            CheckHealthCheckPort(requested, taken);
        }
    }

    private static void CheckHealthCheckPort(long requested, HashSet<long> taken)
    {
        var problem =
            requested is < NodePorts.First or > NodePorts.Last
                ? $"provided port is not in the valid range. The range of valid ports is {NodePorts.First}-{NodePorts.Last}"
            : taken.Contains(requested) ? "provided port is already allocated"
            : null;
        if (problem is not null)
        {
            var message = $"failed to allocate requested HealthCheck NodePort {requested}: {problem}";
            throw new StatusException(
                500,
                StatusReason.InternalError,
                $"Internal error occurred: {message}",
                new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) }
            );
        }
    }

    private long GetFreePort(AdmissionRequest request, HashSet<long> taken)
    {
        if (request.Options.DryRun)
        {
            return GetDryRunPort(taken);
        }

        const int Count = NodePorts.Last - NodePorts.First + 1;
        var start = identities.Next(Count);
        for (var i = 0; i < Count; i++)
        {
            var port = NodePorts.First + ((start + i) % Count);
            if (!taken.Contains(port))
            {
                return port;
            }
        }
        throw new StatusException(500, "InternalError", "failed to allocate a nodePort: range is full");
    }

    private static long GetDryRunPort(HashSet<long> taken)
    {
        var port = FirstDryRunPort;
        while (taken.Contains(port))
        {
            port++;
        }

        return port;
    }

    private static StatusException CreateInvalid(AdmissionRequest request, IReadOnlyList<FieldError> errors) =>
        FieldError.CreateException("", "Service", request.Name, errors);
}

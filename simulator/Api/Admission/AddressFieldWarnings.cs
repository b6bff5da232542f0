using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The warnings about addresses and networks in lists of endpoints, policies and statuses.</summary>
internal static class AddressFieldWarnings
{
    private static readonly (string Direction, string Peers)[] _directions = [("ingress", "from"), ("egress", "to")];
    private static readonly string[] _sliceControllers = ["endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"];

    /// <summary>Warns about the subsets of Endpoints; their controller corrects addresses itself.</summary>
    public static void AddForEndpoints(JsonObject body, List<string> warnings)
    {
        if (body.Map("metadata", "labels")?.ContainsKey("endpoints.kubernetes.io/managed-by") == true)
        {
            return;
        }

        foreach (var (index, subset) in body.Objects("subsets").Index())
        {
            foreach (var field in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
            {
                AddForItems(subset, field, "ip", $"subsets[{index}]", warnings);
            }
        }
    }

    /// <summary>Warns about the endpoints of a slice; the controllers of slices correct addresses themselves.</summary>
    public static void AddForSlice(JsonObject body, List<string> warnings)
    {
        if (_sliceControllers.Contains(body.Text("metadata", "labels", "endpointslice.kubernetes.io/managed-by")))
        {
            return;
        }

        foreach (var (index, endpoint) in body.Objects("endpoints").Index())
        {
            foreach (var (number, address) in (endpoint.Array("addresses") ?? []).Index())
            {
                warnings.AddRange(AddressWarnings.ForAddress($"endpoints[{index}].addresses[{number}]", address?.ToString() ?? ""));
            }
        }
    }

    public static void AddForPolicy(JsonObject spec, List<string> warnings)
    {
        foreach (var (direction, peers) in _directions)
        {
            foreach (var (index, rule) in spec.Objects(direction).Index())
            {
                foreach (var (number, peer) in rule.Objects(peers).Index())
                {
                    AddForBlock(peer.Map("ipBlock"), $"spec.{direction}[{index}].{peers}[{number}].ipBlock", warnings);
                }
            }
        }
    }

    /// <summary>Warns about the addresses in the status of a pod or of a load balancer.</summary>
    public static void AddForStatus(AdmissionRequest request)
    {
        var (status, warnings) = (request.Body.Map("status") ?? [], request.Options.Warnings);
        if (request.Resource == GroupResource.Pods)
        {
            AddForItems(status, "podIPs", "ip", "status", warnings);
            AddForItems(status, "hostIPs", "ip", "status", warnings);
        }
        else if (request.Resource == GroupResource.Services || request.Resource == GroupResource.Ingresses)
        {
            foreach (var (index, point) in status.Objects("loadBalancer", "ingress").Index())
            {
                warnings.AddRange(AddressWarnings.ForAddress($"status.loadBalancer.ingress[{index}]", point.Text("ip") ?? ""));
            }
        }
    }

    private static void AddForItems(JsonObject owner, string field, string key, string path, List<string> warnings)
    {
        foreach (var (index, item) in owner.Objects(field).Index())
        {
            warnings.AddRange(AddressWarnings.ForAddress($"{path}.{field}[{index}].{key}", item.Text(key) ?? ""));
        }
    }

    private static void AddForBlock(JsonObject? block, string path, List<string> warnings)
    {
        warnings.AddRange(AddressWarnings.ForNetwork($"{path}.cidr", block.Text("cidr") ?? ""));
        foreach (var (index, network) in (block.Array("except") ?? []).Index())
        {
            warnings.AddRange(AddressWarnings.ForNetwork($"{path}.except[{index}]", network?.ToString() ?? ""));
        }
    }
}

using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>An address and one of its ports.</summary>
/// <param name="Address">The address in the form of Endpoints.</param>
/// <param name="Port">The port; null for addresses without ports.</param>
/// <param name="IsReady">Whether the address is ready.</param>
internal sealed record EndpointEntry(JsonObject Address, EndpointPort? Port, bool IsReady);

/// <summary>Packs addresses into the subsets of Endpoints: ports that have the same addresses share a subset.</summary>
internal static class EndpointSubsets
{
    /// <summary>Packs addresses.</summary>
    public static JsonArray Pack(IEnumerable<EndpointEntry> entries)
    {
        // An address that is not ready on one entry of a port is not ready.
        var byPort = entries
            .GroupBy(entry => entry.Port?.ToString() ?? "")
            .Select(port =>
                (
                    port.First().Port,
                    Addresses: port.GroupBy(entry => GetKey(entry.Address), StringComparer.Ordinal)
                        .Select(address => (address.First().Address, IsReady: address.All(entry => entry.IsReady)))
                        .OrderBy(address => GetKey(address.Address), StringComparer.Ordinal)
                        .ToList()
                )
            );
        return
        [
            .. byPort
                .GroupBy(port => string.Join(',', port.Addresses.Select(a => $"{GetKey(a.Address)} {a.IsReady}")), StringComparer.Ordinal)
                .Select(group => (JsonNode)CreateSubset(group.First().Addresses, group.Select(port => port.Port).OfType<EndpointPort>())),
        ];
    }

    private static string GetKey(JsonObject address) => $"{address.Text("ip")} {address.Text("targetRef", "uid")}";

    private static JsonObject CreateSubset(List<(JsonObject Address, bool IsReady)> addresses, IEnumerable<EndpointPort> ports)
    {
        var subset = new JsonObject();
        foreach (var (field, isReady) in (ReadOnlySpan<(string, bool)>)[("addresses", true), ("notReadyAddresses", false)])
        {
            JsonArray list = [.. addresses.Where(one => one.IsReady == isReady).Select(one => one.Address.DeepClone())];
            if (list.Count > 0)
            {
                subset[field] = list;
            }
        }

        JsonArray ordered = [.. EndpointPort.OrderForSubset(ports).Select(port => (JsonNode)port.ToSubsetJson())];
        if (ordered.Count > 0)
        {
            subset["ports"] = ordered;
        }

        return subset;
    }
}

using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Printing;

/// <summary>Formats the first addresses and ports of Endpoints and EndpointSlices.</summary>
internal static class EndpointTexts
{
    private const int MaximumItems = 3;

    public static string FormatEndpoints(KubeObject endpoints)
    {
        var all = new List<string>();
        foreach (var subset in endpoints.Body.Objects("subsets"))
        {
            var addresses = subset.Objects("addresses").Select(address => address.Text("ip") ?? "").ToList();
            var ports = subset.Objects("ports").ToList();
            all.AddRange(ports.Count == 0 ? addresses : ports.SelectMany(port => addresses.Select(address => HostPort(address, port))));
        }
        return all.Count == 0 ? Cells.None : Cells.Truncate(all, MaximumItems);
    }

    public static string FormatSlicePorts(KubeObject slice)
    {
        var ports = slice
            .Body.Objects("ports")
            .Select(port => port.Number("port")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? port.Text("name") ?? "*")
            .ToList();
        return ports.Count == 0 ? Cells.Unset : Cells.Truncate(ports, MaximumItems);
    }

    public static string FormatSliceAddresses(KubeObject slice)
    {
        var addresses = slice
            .Body.Objects("endpoints")
            .SelectMany(endpoint => endpoint.Array("addresses") ?? [])
            .Select(address => address?.ToString() ?? "")
            .ToList();
        return addresses.Count == 0 ? Cells.Unset : Cells.Truncate(addresses, MaximumItems);
    }

    private static string HostPort(string address, JsonObject port) =>
        address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port.Number("port")}" : $"{address}:{port.Number("port")}";
}

using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Hints;

/// <summary>How many endpoints of a Service a zone should have.</summary>
/// <param name="Maximum">The most.</param>
/// <param name="Desired">The share of the zone's CPU.</param>
internal readonly record struct ZoneShare(int Maximum, double Desired);

/// <summary>Distributes endpoints over zones by the CPU of their nodes.</summary>
internal static class ZoneAllocation
{
    private const double OverloadThreshold = 0.2;

    /// <summary>Computes the shares of all zones, or the reason they cannot be computed.</summary>
    /// <param name="nodes">The nodes of the cluster.</param>
    /// <param name="endpoints">The number of ready endpoints.</param>
    public static (IReadOnlyDictionary<string, ZoneShare> Shares, string? Problem) Compute(IEnumerable<Node> nodes, int endpoints)
    {
        var none = new Dictionary<string, ZoneShare>();
        if (FindRatios(nodes) is not { } ratios)
        {
            return (none, "Insufficient Node information: allocatable CPU or zone not specified on one or more nodes");
        }

        if (ratios.Count > endpoints)
        {
            return (none, $"Insufficient number of endpoints ({endpoints} endpoints, {ratios.Count} zones)");
        }

        var minimums = ratios.ToDictionary(zone => zone.Key, zone => (int)Math.Ceiling(zone.Value * endpoints / (1 + OverloadThreshold)));
        var surplus = endpoints - minimums.Values.Sum();
        return surplus < 0
            ? (
                none,
                "Unable to allocate minimum required endpoints to each zone without exceeding overload threshold "
                    + $"({endpoints} endpoints, {ratios.Count} zones)"
            )
            : (
                ratios.ToDictionary(
                    zone => zone.Key,
                    zone => new ZoneShare(minimums[zone.Key] + surplus, Math.Max(zone.Value * endpoints, minimums[zone.Key]))
                ),
                null
            );
    }

    // Null if a ready node has no zone or CPU, and for fewer than two zones.
    private static SortedDictionary<string, double>? FindRatios(IEnumerable<Node> nodes)
    {
        var byZone = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var node in nodes.Where(node => node.IsReady && !IsControlPlane(node)))
        {
            if (
                node.Zone is not { Length: > 0 } zone
                || !Quantity.TryParse(node.Source.Status.Text("allocatable", "cpu") ?? "", out var cpu)
                || cpu.IsZero
            )
            {
                return null;
            }

            byZone[zone] = byZone.GetValueOrDefault(zone) + cpu.MilliValue;
        }

        var total = byZone.Values.Sum();
        return byZone.Count < 2
            ? null
            : new SortedDictionary<string, double>(
                byZone.ToDictionary(zone => zone.Key, zone => zone.Value / total),
                StringComparer.Ordinal
            );
    }

    private static bool IsControlPlane(Node node) =>
        node.Labels.ContainsKey("node-role.kubernetes.io/control-plane") || node.Labels.ContainsKey("node-role.kubernetes.io/master");
}

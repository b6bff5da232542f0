using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Endpoints.Slices;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Hints;

/// <summary>
/// Hints by the annotation <c>service.kubernetes.io/topology-mode</c>: zones get endpoints in proportion to their CPU.
/// </summary>
internal sealed class TopologyMode(ControllerContext context, ResourceCache<Node> nodes)
{
    private const string Component = "endpoint-slice-controller";
    private const string Disabled = "TopologyAwareHintsDisabled";

    private readonly HashSet<ObjectKey> _enabled = [];

    /// <summary>Whether a Service asks for these hints.</summary>
    public static bool IsUsed(Service service) =>
        (
            service.Annotations.GetValueOrDefault("service.kubernetes.io/topology-aware-hints")
            ?? service.Annotations.GetValueOrDefault("service.kubernetes.io/topology-mode")
        )
            is "Auto"
                or "auto";

    /// <summary>Sets the hints, or removes them with an event that has the reason.</summary>
    public void Apply(Service service, string addressType, SliceChanges changes)
    {
        if (TryApply(service, changes) is { } problem)
        {
            _enabled.Remove(service.Key);
            EndpointHints.Remove(service, changes);
            Record(service, EventType.Warning, Disabled, problem, addressType);
        }
        else if (_enabled.Add(service.Key))
        {
            Record(service, EventType.Normal, "TopologyAwareHintsEnabled", "Topology Aware Hints has been enabled", addressType);
        }
    }

    /// <summary>Records that the annotation was removed, if there were hints.</summary>
    public void Stop(Service service, string addressType)
    {
        if (_enabled.Remove(service.Key))
        {
            Record(service, EventType.Warning, Disabled, "Topology Aware Hints has been disabled", addressType);
        }
    }

    private void Record(Service service, EventType type, string reason, string message, string addressType) =>
        context.Events.Record(service.Source, type, reason, $"{message}, addressType: {addressType}", Component);

    private string? TryApply(Service service, SliceChanges changes)
    {
        var endpoints = changes.Drafts.SelectMany(draft => draft.Endpoints).Concat(changes.Unchanged.SelectMany(Endpoints));
        var (shares, problem) = ZoneAllocation.Compute(nodes.All, endpoints.Count(EndpointHints.IsReady));
        if (problem is not null)
        {
            return problem;
        }

        var allocated = new Dictionary<string, int>(StringComparer.Ordinal);
        KeepValid(service, changes, shares, allocated);
        var drafts = changes.Drafts.SelectMany(draft => draft.Endpoints).Where(EndpointHints.IsReady).ToList();
        foreach (var endpoint in drafts)
        {
            if (endpoint.Text("zone") is not { Length: > 0 } zone)
            {
                return "One or more endpoints do not have a zone specified";
            }

            allocated[zone] = allocated.GetValueOrDefault(zone) + 1;
            SetZone(endpoint, zone);
        }

        Redistribute(drafts, shares, allocated);
        return allocated.Count == 0 ? "No hints allocated for zones" : null;
    }

    private static IEnumerable<JsonObject> Endpoints(PlainObject slice) => slice.Source.Body.Objects("endpoints");

    private static void SetZone(JsonObject endpoint, string zone) =>
        EndpointHints.Set(endpoint, new JsonObject { ["forZones"] = EndpointHints.Name(zone) });

    // Slices without hints, and slices whose hints exceed the maximum of a zone, become updates.
    private static void KeepValid(
        Service service,
        SliceChanges changes,
        IReadOnlyDictionary<string, ZoneShare> shares,
        Dictionary<string, int> allocated
    )
    {
        var labels = new SliceLabels(service);
        foreach (var slice in changes.Unchanged.ToList())
        {
            var hints = Endpoints(slice).Where(EndpointHints.IsReady).Select(e => EndpointHints.GetZones(e).ToList()).ToList();
            var byZone = hints.SelectMany(zones => zones).CountBy(zone => zone).ToDictionary();
            var isValid =
                hints.TrueForAll(zones => zones.Count > 0)
                && byZone.All(zone =>
                    shares.TryGetValue(zone.Key, out var share) && zone.Value + allocated.GetValueOrDefault(zone.Key) <= share.Maximum
                );
            if (!isValid)
            {
                changes.Unchanged.Remove(slice);
                changes.Update.Add(SliceDraft.FromExisting(slice, labels.Create()));
                continue;
            }

            foreach (var (zone, count) in byZone)
            {
                allocated[zone] = allocated.GetValueOrDefault(zone) + count;
            }
        }
    }

    // One endpoint at a time moves from the zone with the largest surplus to the one with the largest need.
    private static void Redistribute(
        List<JsonObject> drafts,
        IReadOnlyDictionary<string, ZoneShare> shares,
        Dictionary<string, int> allocated
    )
    {
        var surplus = shares.ToDictionary(zone => zone.Key, zone => allocated.GetValueOrDefault(zone.Key) - zone.Value.Desired);
        while (surplus.Count > 0)
        {
            var (giving, most) = surplus.MaxBy(zone => zone.Value);
            var (receiving, least) = surplus.MinBy(zone => zone.Value);
            if ((most < 1 && -least < 1) || most < 0.5 || -least < 0.5)
            {
                return;
            }

            surplus[giving]--;
            surplus[receiving]++;
            if (
                drafts.Find(endpoint => EndpointHints.GetZones(endpoint).SequenceEqual([giving]) && endpoint.Text("zone") == giving) is
                { } moved
            )
            {
                SetZone(moved, receiving);
                allocated[giving]--;
                allocated[receiving] = allocated.GetValueOrDefault(receiving) + 1;
            }
        }
    }
}

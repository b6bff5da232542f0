using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Endpoints.Slices;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Hints;

/// <summary>Hints by <c>spec.trafficDistribution</c>: each ready endpoint serves its own zone, or its own node.</summary>
internal static class TrafficDistribution
{
    private static readonly HashSet<string?> Known = ["PreferClose", "PreferSameZone", "PreferSameNode"];

    /// <summary>Whether a Service has a known distribution.</summary>
    public static bool IsUsed(Service service) => Known.Contains(service.Source.Spec.Text("trafficDistribution"));

    /// <summary>Sets the hints; slices whose hints are wrong become updates.</summary>
    public static void Apply(Service service, SliceChanges changes)
    {
        var hintsNodes = service.Source.Spec.Text("trafficDistribution") == "PreferSameNode";
        var labels = new SliceLabels(service);
        foreach (var slice in changes.Unchanged.Where(slice => IsWrong(slice, hintsNodes)).ToList())
        {
            changes.Unchanged.Remove(slice);
            changes.Update.Add(SliceDraft.FromExisting(slice, labels.Create()));
        }

        foreach (var endpoint in changes.Drafts.SelectMany(draft => draft.Endpoints).Where(EndpointHints.IsReady))
        {
            EndpointHints.Set(endpoint, Create(endpoint, hintsNodes));
        }
    }

    private static bool IsWrong(PlainObject slice, bool hintsNodes) =>
        slice
            .Source.Body.Objects("endpoints")
            .Where(EndpointHints.IsReady)
            .Any(endpoint => !JsonNode.DeepEquals(endpoint["hints"], Create(endpoint, hintsNodes)));

    private static JsonObject? Create(JsonObject endpoint, bool hintsNodes)
    {
        var hints = new JsonObject();
        if (endpoint.Text("zone") is { } zone)
        {
            hints["forZones"] = EndpointHints.Name(zone);
        }

        if (hintsNodes && endpoint.Text("nodeName") is { } node)
        {
            hints["forNodes"] = EndpointHints.Name(node);
        }

        return hints.Count > 0 ? hints : null;
    }
}

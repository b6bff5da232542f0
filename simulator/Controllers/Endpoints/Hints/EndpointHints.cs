using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Endpoints.Slices;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Hints;

/// <summary><c>hints</c> of endpoints: for which zones and nodes they are.</summary>
internal static class EndpointHints
{
    /// <summary>Whether an endpoint is ready; others get no hints.</summary>
    public static bool IsReady(JsonObject endpoint) => endpoint.Flag("conditions", "ready");

    /// <summary>A list of one zone or node.</summary>
    public static JsonArray Name(string name) => new(new JsonObject { ["name"] = name });

    /// <summary>The zones of an endpoint's hints.</summary>
    public static IEnumerable<string> GetZones(JsonObject endpoint) =>
        endpoint.Objects("hints", "forZones").Select(zone => zone.Text("name") ?? "");

    /// <summary>Replaces the hints; null removes them.</summary>
    public static void Set(JsonObject endpoint, JsonObject? hints)
    {
        if (hints is null)
        {
            endpoint.Remove("hints");
        }
        else
        {
            endpoint["hints"] = hints;
        }
    }

    /// <summary>Removes all hints; slices with hints become updates.</summary>
    public static void Remove(Service service, SliceChanges changes)
    {
        var labels = new SliceLabels(service);
        foreach (var slice in changes.Unchanged.Where(HasHints).ToList())
        {
            changes.Unchanged.Remove(slice);
            changes.Update.Add(SliceDraft.FromExisting(slice, labels.Create()));
        }

        foreach (var endpoint in changes.Drafts.SelectMany(draft => draft.Endpoints))
        {
            endpoint.Remove("hints");
        }
    }

    private static bool HasHints(PlainObject slice) =>
        slice.Source.Body.Objects("endpoints").Any(endpoint => endpoint.ContainsKey("hints"));
}

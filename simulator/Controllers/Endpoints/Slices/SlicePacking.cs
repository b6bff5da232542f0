using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Slices;

/// <summary>
/// Distributes the endpoints of one list of ports over slices: endpoints stay where they are, changed slices are filled first, then the
/// fullest unchanged slice with room for the rest, then new ones.
/// </summary>
internal static class SlicePacking
{
    /// <summary>The maximum number of endpoints in a slice.</summary>
    public const int MaxEndpoints = 100;

    /// <summary>Identifies an endpoint among those of a Service.</summary>
    public static string GetKey(JsonObject endpoint) =>
        string.Join(',', (endpoint.Array("addresses") ?? []).Select(address => address!.GetValue<string>()).Order(StringComparer.Ordinal))
        + $"|{endpoint.Text("hostname")}|{endpoint.Text("targetRef", "namespace")}|{endpoint.Text("targetRef", "name")}";

    /// <summary>Adds the changes of the slices of one list of ports.</summary>
    /// <param name="existing">The slices with these ports.</param>
    /// <param name="desired">The desired endpoints by key; emptied.</param>
    /// <param name="labels">The labels of the slices.</param>
    /// <param name="createDraft">Creates a new slice without endpoints.</param>
    /// <param name="changes">Receives the changes.</param>
    public static void Pack(
        IReadOnlyList<PlainObject> existing,
        Dictionary<string, JsonObject> desired,
        SliceLabels labels,
        Func<SliceDraft> createDraft,
        SliceChanges changes
    )
    {
        var (updated, unchanged) = (new List<SliceDraft>(), new List<PlainObject>());
        foreach (var slice in existing)
        {
            Keep(slice, desired, labels, updated, unchanged, changes);
        }

        foreach (var slice in updated.OrderByDescending(slice => slice.Endpoints.Count))
        {
            Fill(slice, desired);
        }

        while (desired.Count > 0)
        {
            var filled = desired.Count < MaxEndpoints && FindFullest(unchanged, desired.Count) is { } fullest ? fullest : null;
            var draft = filled is null ? createDraft() : SliceDraft.FromExisting(filled, labels.Create());
            Fill(draft, desired);
            if (filled is null)
            {
                changes.Create.Add(draft);
            }
            else
            {
                unchanged.Remove(filled);
                updated.Add(draft);
            }
        }

        changes.Update.AddRange(updated);
        changes.Unchanged.AddRange(unchanged);
    }

    private static void Keep(
        PlainObject slice,
        Dictionary<string, JsonObject> desired,
        SliceLabels labels,
        List<SliceDraft> updated,
        List<PlainObject> unchanged,
        SliceChanges changes
    )
    {
        var (kept, count, isChanged) = (new List<JsonObject>(), 0, false);
        foreach (var endpoint in slice.Source.Body.Objects("endpoints"))
        {
            count++;
            if (desired.Remove(GetKey(endpoint), out var current))
            {
                isChanged |= !AreEqual(endpoint, current);
                kept.Add(current);
            }
        }

        if (!isChanged && count == kept.Count)
        {
            if (labels.Differ(slice))
            {
                updated.Add(SliceDraft.FromExisting(slice, labels.Create()));
            }
            else
            {
                unchanged.Add(slice);
            }
        }
        else if (kept.Count == 0)
        {
            changes.Delete.Add(slice);
        }
        else
        {
            updated.Add(SliceDraft.FromExisting(slice, labels.Create(), kept));
        }
    }

    // Hints are compared separately.
    private static bool AreEqual(JsonObject a, JsonObject b)
    {
        foreach (var key in (ReadOnlySpan<string>)["nodeName", "zone", "conditions", "targetRef"])
        {
            if (!JsonNode.DeepEquals(a[key], b[key]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Fill(SliceDraft slice, Dictionary<string, JsonObject> desired)
    {
        foreach (var (key, endpoint) in desired.Take(Math.Max(0, MaxEndpoints - slice.Endpoints.Count)).ToList())
        {
            slice.Endpoints.Add(endpoint);
            desired.Remove(key);
        }
    }

    private static PlainObject? FindFullest(IEnumerable<PlainObject> slices, int added) =>
        slices
            .Select(slice => (Slice: slice, Left: MaxEndpoints - added - (slice.Source.Body.Array("endpoints")?.Count ?? 0)))
            .Where(slice => slice.Left is >= 0 and < MaxEndpoints)
            .OrderBy(slice => slice.Left)
            .FirstOrDefault()
            .Slice;
}

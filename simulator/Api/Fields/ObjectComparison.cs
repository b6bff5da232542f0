using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Fields;

/// <summary>Compares objects as writes do: the times of managed fields alone are no change.</summary>
internal static class ObjectComparison
{
    private const string ManagedFields = "managedFields";

    public static bool IsUnchanged(JsonObject before, JsonObject after) =>
        before.Count == after.Count
        && HasSameFields(before, after, except: "metadata")
        && HasSameMetadata(before.Map("metadata") ?? [], after.Map("metadata") ?? []);

    private static bool HasSameMetadata(JsonObject before, JsonObject after) =>
        before.Count == after.Count
        && HasSameFields(before, after, except: ManagedFields)
        && HasSameEntries(before.Array(ManagedFields) ?? [], after.Array(ManagedFields) ?? []);

    // From the last field on: most writes change the status.
    private static bool HasSameFields(JsonObject before, JsonObject after, string except)
    {
        for (var i = before.Count - 1; i >= 0; i--)
        {
            var (key, value) = before.GetAt(i);
            if (!after.TryGetPropertyValue(key, out var other) || (key != except && !JsonNode.DeepEquals(value, other)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasSameEntries(JsonArray before, JsonArray after) =>
        before.Count == after.Count && before.Zip(after).All(pair => IsSameEntry(pair.First as JsonObject, pair.Second as JsonObject));

    private static bool IsSameEntry(JsonObject? before, JsonObject? after) =>
        before?.Count == after?.Count
        && (before ?? []).All(entry =>
            entry.Key == "time" ? after!.ContainsKey("time") : JsonNode.DeepEquals(entry.Value, after![entry.Key])
        );
}

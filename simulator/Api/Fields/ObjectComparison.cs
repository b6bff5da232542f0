using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Fields;

/// <summary>Compares objects as writes do: the times of managed fields alone are no change.</summary>
internal static class ObjectComparison
{
    private const string ManagedFields = "managedFields";

    public static bool IsUnchanged(JsonObject before, JsonObject after) =>
        before.Count == after.Count
        && before.All(entry =>
            entry.Key == "metadata"
                ? HasSameMetadata(entry.Value as JsonObject ?? [], after.Map("metadata") ?? [])
                : after.TryGetPropertyValue(entry.Key, out var value) && JsonNode.DeepEquals(entry.Value, value)
        );

    private static bool HasSameMetadata(JsonObject before, JsonObject after) =>
        before.Count == after.Count
        && before.All(entry =>
            entry.Key == ManagedFields
                ? HasSameEntries(entry.Value as JsonArray ?? [], after.Array(ManagedFields) ?? [])
                : after.TryGetPropertyValue(entry.Key, out var value) && JsonNode.DeepEquals(entry.Value, value)
        );

    private static bool HasSameEntries(JsonArray before, JsonArray after) =>
        before.Count == after.Count && before.Zip(after).All(pair => IsSameEntry(pair.First as JsonObject, pair.Second as JsonObject));

    private static bool IsSameEntry(JsonObject? before, JsonObject? after) =>
        before?.Count == after?.Count
        && (before ?? []).All(entry =>
            entry.Key == "time" ? after!.ContainsKey("time") : JsonNode.DeepEquals(entry.Value, after![entry.Key])
        );
}

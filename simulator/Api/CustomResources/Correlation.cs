using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>The value before an update at the place of a value. Errors of unchanged parts do not stop an update.</summary>
internal sealed class Correlation(JsonNode? old)
{
    public JsonNode? Old => old;

    public bool IsUnchanged(JsonNode? value) => JsonNode.DeepEquals(old, value);

    /// <summary>The old value of a field; null if there was none.</summary>
    public Correlation? GetField(string name) =>
        old is JsonObject map && map.TryGetPropertyValue(name, out var field) ? new Correlation(field) : null;

    /// <summary>The old item with the same keys; null if there was none or the list has no keys.</summary>
    public Correlation? GetItem(JsonObject schema, JsonNode? item) =>
        old is JsonArray array && FindItem(schema, array, item) is { } found ? new Correlation(found) : null;

    public static JsonNode? FindItem(JsonObject schema, JsonArray? old, JsonNode? item)
    {
        if (old is null || schema.Text("x-kubernetes-list-type") != "map" || item is not JsonObject given)
        {
            return null;
        }

        var keys = (schema.Array("x-kubernetes-list-map-keys") ?? []).Select(key => key?.ToString() ?? "").ToList();
        return old.OfType<JsonObject>().FirstOrDefault(candidate => keys.All(key => JsonNode.DeepEquals(candidate[key], given[key])));
    }
}

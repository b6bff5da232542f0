using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;

namespace Infra.Simulator.Objects;

/// <summary>Reads values of a JSON object. A value that is absent or of another type causes no exception.</summary>
public static class JsonReading
{
    /// <summary>The object at <paramref name="path"/>, or null.</summary>
    public static JsonObject? Map(this JsonObject? json, params ReadOnlySpan<string> path) => json.Node(path) as JsonObject;

    /// <summary>The array at <paramref name="path"/>, or null.</summary>
    public static JsonArray? Array(this JsonObject? json, params ReadOnlySpan<string> path) => json.Node(path) as JsonArray;

    /// <summary>The objects in the array at <paramref name="path"/>; empty if it is absent.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject? json, params ReadOnlySpan<string> path) =>
        json.Array(path)?.OfType<JsonObject>() ?? [];

    /// <summary>The string at <paramref name="path"/>, or null.</summary>
    public static string? Text(this JsonObject? json, params ReadOnlySpan<string> path) =>
        json.Node(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Whether the value at <paramref name="path"/> is true.</summary>
    public static bool Flag(this JsonObject? json, params ReadOnlySpan<string> path) =>
        json.Node(path) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>The whole number at <paramref name="path"/>, or null.</summary>
    public static long? Number(this JsonObject? json, params ReadOnlySpan<string> path) => json.Node(path).AsInteger();

    /// <summary>The instant at <paramref name="path"/> (RFC 3339), or null.</summary>
    public static DateTimeOffset? Time(this JsonObject? json, params ReadOnlySpan<string> path) =>
        Timestamps.TryParse(json.Text(path), out var time) ? time : null;

    /// <summary>The node at <paramref name="path"/>, or null.</summary>
    public static JsonNode? Node(this JsonObject? json, params ReadOnlySpan<string> path)
    {
        JsonNode? node = json;
        foreach (var key in path)
        {
            if (node is not JsonObject container || !container.TryGetPropertyValue(key, out node))
            {
                return null;
            }
        }
        return node;
    }

    /// <summary>
    /// The entries of the object at <paramref name="path"/>, with an empty string for each value of another type; empty if it is absent.
    /// </summary>
    public static IReadOnlyDictionary<string, string> TextMap(this JsonObject? json, params ReadOnlySpan<string> path)
    {
        if (json.Map(path) is not { Count: > 0 } map)
        {
            return System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
        }

        var result = new Dictionary<string, string>(map.Count, StringComparer.Ordinal);
        foreach (var (key, value) in map)
        {
            result[key] = value is JsonValue scalar && scalar.TryGetValue(out string? text) ? text : "";
        }

        return result;
    }

    /// <summary>Returns the object at <paramref name="key"/>; adds an empty one if it is absent.</summary>
    public static JsonObject GetOrAddObject(this JsonObject json, string key)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json[key] is JsonObject present)
        {
            return present;
        }

        var added = new JsonObject();
        json[key] = added;
        return added;
    }

    internal static long? AsInteger(this JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        if (value.TryGetValue(out JsonElement element))
        {
            return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var parsed) ? parsed : null;
        }

        if (value.TryGetValue(out long whole))
        {
            return whole;
        }

        return value.TryGetValue(out int small) ? small : null;
    }

    /// <summary>Whether a status has a condition of a type whose status is <c>True</c>.</summary>
    internal static bool HasCondition(this JsonObject? status, string type) =>
        status.Objects("conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    internal static JsonObject Clone(this JsonObject json) => (JsonObject)json.DeepClone();

    /// <summary>Returns the content of a string, or the JSON of any other value. Quantities and counts may be strings or numbers.</summary>
    internal static string AsText(this JsonNode json) =>
        json.GetValueKind() == JsonValueKind.String ? json.GetValue<string>() : json.ToJsonString();
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Json;

/// <summary>Reads members of JSON objects that may be missing or have another type.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A text that is not empty, or null.</summary>
    public static string? NonEmpty(this JsonObject json, string name) => json.Text(name) is { Length: > 0 } text ? text : null;

    public static bool? Flag(this JsonObject json, string name) =>
        (json[name] as JsonValue)?.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    public static long? Integer(this JsonObject json, string name) =>
        json[name] is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;

    /// <summary>A time stamp; null where there is none.</summary>
    public static DateTimeOffset? Time(this JsonObject json, string name) =>
        DateTimeOffset.TryParse(json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static JsonObject? Map(this JsonObject json, string name) => json[name] as JsonObject;

    /// <summary>The objects of a list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject json, string name) =>
        (json[name] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject json, string name) =>
        [.. ((json[name] as JsonArray) ?? []).OfType<JsonValue>().Where(IsText).Select(value => value.GetValue<string>())];

    /// <summary>The texts of a map.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(this JsonObject json, string name)
    {
        foreach (var (key, value) in json.Map(name) ?? [])
        {
            if (value is JsonValue text && IsText(text))
            {
                yield return KeyValuePair.Create(key, text.GetValue<string>());
            }
        }
    }

    /// <summary>Sets a member unless the value is null, an empty text, list or map.</summary>
    public static void SetUnlessEmpty(this JsonObject json, string name, JsonNode? value)
    {
        if (!IsEmpty(value))
        {
            json[name] = value!.Parent is null ? value : value.DeepClone();
        }
    }

    /// <summary>Creates an array of texts.</summary>
    [return: NotNullIfNotNull(nameof(texts))]
    public static JsonArray? ToArray(this IEnumerable<string>? texts) =>
        texts is null ? null : new JsonArray([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>Creates a map of texts.</summary>
    public static JsonObject ToMap(this IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static bool IsEmpty(JsonNode? value) =>
        value switch
        {
            null => true,
            JsonArray list => list.Count == 0,
            JsonObject map => map.Count == 0,
            JsonValue text when IsText(text) => text.GetValue<string>().Length == 0,
            _ => false,
        };

    private static bool IsText(JsonValue value) => value.GetValueKind() == JsonValueKind.String;
}

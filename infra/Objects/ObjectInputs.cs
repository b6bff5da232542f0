using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Backend.Objects;

/// <summary>Converts Kubernetes objects in JSON to inputs of resources.</summary>
internal static class ObjectInputs
{
    /// <summary>Converts an object. Fields that are null are left out.</summary>
    public static ImmutableDictionary<string, object?> Create(JsonObject json) => Create(json, text => text);

    /// <summary>Converts an object.</summary>
    /// <param name="json">The object. Fields that are null are left out.</param>
    /// <param name="convertText">Converts a string.</param>
    public static ImmutableDictionary<string, object?> Create(JsonObject json, Func<string, object> convertText) =>
        json.Where(field => field.Value is not null)
            .ToImmutableDictionary(field => field.Key, field => Convert(field.Value, convertText), StringComparer.Ordinal);

    /// <summary>Converts a value.</summary>
    public static object? Convert(JsonNode? json, Func<string, object> convertText) =>
        json switch
        {
            null => null,
            JsonObject map => Create(map, convertText),
            JsonArray list => list.Select(item => Convert(item, convertText)).ToImmutableArray(),
            _ => json.GetValueKind() switch
            {
                JsonValueKind.String => convertText(json.GetValue<string>()),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => ConvertNumber(json),
            },
        };

    /// <summary>Whole numbers of 32 bits keep their type; Pulumi's numbers are doubles.</summary>
    private static object ConvertNumber(JsonNode json)
    {
        var text = json.ToJsonString();
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        return double.Parse(text, CultureInfo.InvariantCulture);
    }
}

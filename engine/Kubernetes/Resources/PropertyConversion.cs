using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Converts between property maps, which have secrets and unknowns, and manifests, which are JSON.</summary>
internal static class PropertyConversion
{
    // Keys without either need no lookup.
    private const string DashedPrefix = "x-kubernetes-";
    private const string UnderscoredPrefix = "x_kubernetes_";

    /// <summary>Fields of CustomResourceDefinitions with dashes, which Pulumi's SDKs replace by underscores.</summary>
    private static readonly Dictionary<string, string> Dashed = new[]
    {
        "x-kubernetes-embedded-resource",
        "x-kubernetes-int-or-string",
        "x-kubernetes-list-map-keys",
        "x-kubernetes-list-type",
        "x-kubernetes-map-type",
        "x-kubernetes-preserve-unknown-fields",
        "x-kubernetes-validations",
    }.ToDictionary(dashed => dashed.Replace('-', '_'), StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Underscored = Dashed.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>Converts to a manifest. Secrets become plain text, unknowns <see cref="Unknowns.Sentinel"/>.</summary>
    /// <exception cref="ResourceProviderException">A value cannot be part of a manifest.</exception>
    public static JsonObject ToManifest(PropertyMap properties)
    {
        var entries = new KeyValuePair<string, JsonNode?>[properties.Count];
        var count = 0;
        foreach (var (key, value) in properties)
        {
            if (IsShadowed(properties, key))
            {
                continue;
            }

            entries[count++] = KeyValuePair.Create(Dash(key), ToNode(value));
        }

        // It allocates the room for as many entries at once.
        return new JsonObject(count == entries.Length ? entries : entries[..count]);
    }

    /// <summary>Converts a manifest to properties.</summary>
    public static PropertyMap ToProperties(JsonObject manifest) =>
        PropertyMap.From(manifest.Select(p => KeyValuePair.Create(Underscore(p.Key), ToValue(p.Value))));

    /// <summary>The key that a manifest has for a property; mostly the same.</summary>
    public static string Dash(string key) => IsRenamed(key) ? Dashed.GetValueOrDefault(key, key) : key;

    /// <summary>Whether a manifest may have another key for a property.</summary>
    public static bool IsRenamed(string key) => key.StartsWith(UnderscoredPrefix, StringComparison.Ordinal);

    /// <summary>Whether properties have a field in both forms, of which the one that the SDKs write counts.</summary>
    public static bool IsShadowed(PropertyMap properties, string key) =>
        Underscore(key) is var underscored && underscored != key && properties.ContainsKey(underscored);

    /// <summary>The integer that a number is, which is written without an exponent; null if it is none, or too large to be exact.</summary>
    public static long? ToInteger(double number) => Math.Abs(number) < 1L << 53 && number == Math.Truncate(number) ? (long)number : null;

    private static string Underscore(string key) =>
        key.StartsWith(DashedPrefix, StringComparison.Ordinal) ? Underscored.GetValueOrDefault(key, key) : key;

    private static JsonNode? ToNode(PropertyValue value) =>
        value switch
        {
            PropertyNull => null,
            PropertyBoolean flag => flag.Value,
            PropertyNumber { Value: var number } when ToInteger(number) is { } integer => integer,
            PropertyNumber number => number.Value,
            PropertyArray list => new JsonArray([.. list.Elements.Select(ToNode)]),
            PropertyObject map => ToManifest(map.Properties),
            PropertySecret secret => ToNode(secret.Value),
            PropertyOutput { Value: { } known } => ToNode(known),
            _ => ToText(value),
        };

    /// <summary>The text that a manifest has for a value that is no other scalar.</summary>
    /// <exception cref="ResourceProviderException">A value cannot be part of a manifest.</exception>
    public static string ToText(PropertyValue value) =>
        value switch
        {
            PropertyString text => text.Value,
            PropertyUnknown or PropertyOutput { Value: null } => Unknowns.Sentinel,
            PropertyAsset { Text: { } text } => text,
            _ => throw new ResourceProviderException(
                $"a value of the kind {value.GetType().Name["Property".Length..]} cannot be part of a Kubernetes object: use strings, numbers, booleans, lists and maps"
            ),
        };

    private static PropertyValue ToValue(JsonNode? node) =>
        node switch
        {
            null => PropertyValue.Null,
            JsonObject map => new PropertyObject(ToProperties(map)),
            JsonArray list => new PropertyArray(ImmutableArray.CreateRange(list.Select(ToValue))),
            JsonValue value when Unknowns.IsUnknown(value) => new PropertyUnknown(),
            JsonValue value => value.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => value.Number() ?? double.NaN,
                _ => value.GetValue<string>(),
            },
            _ => PropertyValue.Null,
        };
}

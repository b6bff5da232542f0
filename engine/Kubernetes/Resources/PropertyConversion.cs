using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Converts between property maps, which have secrets and unknowns, and manifests, which are JSON.</summary>
internal static class PropertyConversion
{
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
        var manifest = new JsonObject();
        foreach (var (key, value) in properties)
        {
            manifest[Dashed.GetValueOrDefault(key, key)] = ToNode(value);
        }

        return manifest;
    }

    /// <summary>Converts a manifest to properties.</summary>
    public static PropertyMap ToProperties(JsonObject manifest) =>
        PropertyMap.From(manifest.Select(p => KeyValuePair.Create(Underscored.GetValueOrDefault(p.Key, p.Key), ToValue(p.Value))));

    private static JsonNode? ToNode(PropertyValue value) =>
        value switch
        {
            PropertyNull => null,
            PropertyBoolean flag => flag.Value,
            PropertyNumber { Value: var number } => Math.Abs(number) < 1L << 53 && number == Math.Truncate(number) ? (long)number : number,
            PropertyString text => text.Value,
            PropertyArray list => new JsonArray([.. list.Elements.Select(ToNode)]),
            PropertyObject map => ToManifest(map.Properties),
            PropertySecret secret => ToNode(secret.Value),
            PropertyUnknown => Unknowns.Sentinel,
            PropertyOutput output => output.Value is { } known ? ToNode(known) : Unknowns.Sentinel,
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

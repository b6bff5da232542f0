using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Json;

/// <summary>Converts between properties, which have secrets and unknowns, and JSON.</summary>
internal static class PropertyJson
{
    private const double LargestInteger = 1L << 53;

    /// <summary>True for the members that Pulumi's own provider keeps beside the properties, such as <c>__defaults</c>.</summary>
    public static bool IsInternal(string name) => name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>Converts to JSON with secrets as plain text. Properties that contain unknowns are left out.</summary>
    /// <exception cref="ResourceProviderException">A value has no JSON form.</exception>
    public static JsonObject ToJson(PropertyMap properties)
    {
        var json = new JsonObject();
        foreach (var (name, value) in properties)
        {
            if (!IsInternal(name) && !value.ContainsUnknowns())
            {
                json[name] = ToNode(value, name);
            }
        }

        return json;
    }

    /// <summary>Converts JSON to properties.</summary>
    public static PropertyMap ToProperties(JsonObject json) =>
        PropertyMap.From(json.Where(member => member.Value is not null).Select(p => KeyValuePair.Create(p.Key, ToValue(p.Value))));

    /// <summary>Converts JSON to a property value.</summary>
    public static PropertyValue ToValue(JsonNode? node) =>
        node switch
        {
            null => PropertyValue.Null,
            JsonObject map => new PropertyObject(ToProperties(map)),
            JsonArray list => new PropertyArray(ImmutableArray.CreateRange(list.Select(ToValue))),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => node.Deserialize<double>(),
                _ => node.GetValue<string>(),
            },
        };

    private static JsonNode? ToNode(PropertyValue value, string name) =>
        value switch
        {
            PropertyNull => null,
            PropertyBoolean flag => flag.Value,
            PropertyNumber { Value: var number } => Math.Abs(number) < LargestInteger && number == Math.Truncate(number)
                ? (long)number
                : number,
            PropertyString text => text.Value,
            PropertyArray list => new JsonArray([.. list.Elements.Select(element => ToNode(element, name))]),
            PropertyObject map => ToJson(map.Properties),
            PropertySecret secret => ToNode(secret.Value, name),
            PropertyOutput { Value: { } known } => ToNode(known, name),
            _ => throw new ResourceProviderException(
                $"{name}: a value of the kind {value.GetType().Name["Property".Length..]} cannot be part of a Docker resource: use texts, "
                    + "numbers, booleans, lists and maps"
            ),
        };
}

using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>Orders the keys of an object as Kubernetes writes them.</summary>
internal static class KeyOrdering
{
    public static JsonObject Order(KindSchemas schemas, ResourceKind kind, JsonObject body)
    {
        if (kind.Custom is not null)
        {
            return KeySorting.Sort(body);
        }

        return OrderFields(schemas.Get(kind), body);
    }

    /// <summary>Orders the keys of an object's metadata, also for custom resources.</summary>
    public static JsonObject OrderMetadata(BuiltInKinds schema, JsonObject metadata) => OrderFields(schema.Metadata, metadata);

    private static JsonNode? Order(TypeSchema? type, JsonNode? value) =>
        (type?.Type, value) switch
        {
            (FieldType.Object, JsonObject json) => OrderFields(type!, json),
            (FieldType.Map, JsonObject json) => OrderKeys(type!, json),
            (FieldType.List, JsonArray array) => new JsonArray([.. array.Select(item => Order(type!.Items, item))]),
            _ => value?.DeepClone(),
        };

    private static JsonObject OrderFields(TypeSchema type, JsonObject json)
    {
        var result = new JsonObject();
        foreach (var field in type.Fields)
        {
            if (json.TryGetPropertyValue(field.Name, out var value))
            {
                // Storage does not distinguish an empty list from an absent one.
                result[field.Name] = field.IsAlwaysWritten && value is JsonArray { Count: 0 } ? null : Order(field.Type, value);
            }
        }
        foreach (var (key, value) in json)
        {
            if (type.FindField(key) is null)
            {
                result[key] = value?.DeepClone();
            }
        }
        return result;
    }

    private static JsonObject OrderKeys(TypeSchema type, JsonObject json)
    {
        var result = new JsonObject();
        foreach (var (key, value) in json.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            result[key] = Order(type.Values, value);
        }

        return result;
    }
}

using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.InternalVersions;

/// <summary>
/// Converts objects of the API to the JSON of Kubernetes' internal types, which messages print: fields have their names in Go, and fields
/// without a value are written as well.
/// </summary>
internal static class InternalForm
{
    /// <param name="type">The internal type, such as <c>PodSpec</c>.</param>
    /// <param name="value">The value in the API.</param>
    public static JsonObject Create(string type, JsonObject value) => Create(type, value, value);

    private static JsonObject Create(string type, JsonObject value, JsonObject outside)
    {
        var result = new JsonObject();
        AddFields(result, type, value, outside);
        return result;
    }

    private static void AddFields(JsonObject result, string type, JsonObject value, JsonObject outside)
    {
        var isVersioned = InternalTypes.IsVersioned(type);
        foreach (var field in InternalTypes.Get(type))
        {
            if (field.Value == InternalValue.Embedded)
            {
                AddFields(result, field.Type, field.JsonName.Length == 0 ? value : value.Map(field.JsonName) ?? [], value);
                continue;
            }

            var given = (field.IsOutside ? outside : value)[field.JsonName];
            if (isVersioned && IsEmpty(given))
            {
                continue;
            }

            result[isVersioned ? field.JsonName : field.Name] = Convert(field, given, value);
        }
    }

    private static JsonNode? Convert(InternalField field, JsonNode? given, JsonObject outside) =>
        field.Value switch
        {
            InternalValue.Text => given?.DeepClone() ?? "",
            InternalValue.Number => given?.DeepClone() ?? 0L,
            InternalValue.Flag => given?.DeepClone() ?? false,
            InternalValue.Quantity => given?.DeepClone() ?? "0",
            InternalValue.Struct => Create(field.Type, given as JsonObject ?? [], outside),
            InternalValue.NullableStruct => given is JsonObject json ? Create(field.Type, json, outside) : null,
            InternalValue.StructList => given is JsonArray { Count: > 0 } items
                ? new JsonArray([.. items.Select(item => Create(field.Type, item as JsonObject ?? [], outside))])
                : null,
            _ => IsEmpty(given) && given is not JsonValue ? null : SortKeys(given),
        };

    private static bool IsEmpty(JsonNode? node) =>
        node switch
        {
            null => true,
            JsonArray array => array.Count == 0,
            JsonObject json => json.Count == 0,
            JsonValue value => value.TryGetValue(out string? text) && text.Length == 0,
            _ => false,
        };

    private static JsonNode? SortKeys(JsonNode? node) =>
        node is JsonObject json
            ? new JsonObject(
                json.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => KeyValuePair.Create(entry.Key, SortKeys(entry.Value)))
            )
            : node?.DeepClone();
}

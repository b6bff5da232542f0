using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Removes fields from an object. Containers of which everything is removed stay, empty.</summary>
internal static class FieldRemoval
{
    public static JsonObject Remove(TypeSchema type, JsonObject json, FieldSet removed)
    {
        var result = new JsonObject();
        foreach (var (key, value) in json)
        {
            var element = PathElement.Field(key);
            if (removed.Contains(element))
            {
                continue;
            }

            var below = removed.Below(element);
            result[key] = below.IsEmpty ? value?.DeepClone() : RemoveBelow(FieldTypes.FindType(type, key, value), value, below);
        }
        return result;
    }

    private static JsonNode? RemoveBelow(TypeSchema? type, JsonNode? value, FieldSet removed) =>
        (type?.Type, value) switch
        {
            (FieldType.Object or FieldType.Map, JsonObject json) when !type!.IsAtomic => Remove(type, json, removed),
            (FieldType.List, JsonArray items) when type!.ListMerge != ListMerge.Atomic => RemoveItems(type, items, removed),
            _ => value?.DeepClone(),
        };

    private static JsonArray RemoveItems(TypeSchema type, JsonArray items, FieldSet removed)
    {
        var result = new JsonArray();
        foreach (var item in items)
        {
            var element = ListItems.CreateElement(type, item);
            if (removed.Contains(element))
            {
                continue;
            }

            var below = removed.Below(element);
            result.Add(below.IsEmpty ? item?.DeepClone() : RemoveBelow(type.Items, item, below));
        }
        return result;
    }
}

using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>How a value takes part in merging and comparing.</summary>
internal enum Structure
{
    /// <summary>As one value.</summary>
    Leaf,

    /// <summary>By its fields or keys.</summary>
    Fields,

    /// <summary>By its items.</summary>
    Items,
}

internal static class FieldTypes
{
    /// <summary>A custom resource's fields that its schema leaves open: maps are merged by key, lists are not merged.</summary>
    public static readonly TypeSchema Open = new(FieldType.Map, "") { KeepsUnknownFields = true };

    public static Structure StructureOf(TypeSchema? type, JsonNode? left, JsonNode? right)
    {
        if (type is null || type.IsAtomic)
            return Structure.Leaf;
        return type.Type switch
        {
            FieldType.Object or FieldType.Map when IsEmptyObject(left) && IsEmptyObject(right) => Structure.Leaf,
            FieldType.Object or FieldType.Map when left is null or JsonObject && right is null or JsonObject => Structure.Fields,
            FieldType.List when type.ListMerge != ListMerge.Atomic && left is null or JsonArray && right is null or JsonArray =>
                left is null or JsonArray { Count: 0 } && right is null or JsonArray { Count: 0 } ? Structure.Leaf : Structure.Items,
            _ => Structure.Leaf,
        };
    }

    /// <summary>The type of a field or of a map's value; null where the schema leaves it open and it is no map.</summary>
    public static TypeSchema? TypeOf(TypeSchema type, string key, JsonNode? value)
    {
        if (type.Field(key) is { } field)
            return field.Type;
        if (type.Values is { } values)
            return values;
        return type.KeepsUnknownFields && value is JsonObject ? Open : null;
    }

    private static bool IsEmptyObject(JsonNode? node) => node is null or JsonObject { Count: 0 };
}

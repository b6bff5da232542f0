using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>How a value is merged and compared.</summary>
internal enum Structure
{
    /// <summary>As a single value.</summary>
    Leaf,

    /// <summary>By fields or keys.</summary>
    Fields,

    /// <summary>By items.</summary>
    Items,
}

/// <summary>Finds the types of fields, and how values of them are merged and compared.</summary>
internal static class FieldTypes
{
    /// <summary>The type of fields that a custom resource's schema does not define: maps are merged by key, lists are atomic.</summary>
    public static readonly TypeSchema Undeclared = new(FieldType.Map, "") { KeepsUnknownFields = true, IsUntyped = true };

    public static Structure GetStructure(TypeSchema? type, JsonNode? left, JsonNode? right)
    {
        if (type is null || type.IsAtomic)
        {
            return Structure.Leaf;
        }

        return type.Type switch
        {
            FieldType.Object or FieldType.Map when IsEmptyObject(left) && IsEmptyObject(right) => Structure.Leaf,
            FieldType.Object or FieldType.Map when left is null or JsonObject && right is null or JsonObject => Structure.Fields,
            FieldType.List when type.ListMerge != ListMerge.Atomic && left is null or JsonArray && right is null or JsonArray => left
                is null
                    or JsonArray { Count: 0 }
            && right is null or JsonArray { Count: 0 }
                ? Structure.Leaf
                : Structure.Items,
            _ => Structure.Leaf,
        };
    }

    /// <summary>Finds the type of a field or of a map's value; null if the schema does not define it.</summary>
    public static TypeSchema? FindType(TypeSchema type, string key, JsonNode? value)
    {
        if (type.FindField(key) is { } field)
        {
            return field.Type;
        }

        if (type.Values is { } values)
        {
            return values;
        }

        return type.KeepsUnknownFields && value is JsonObject ? Undeclared : null;
    }

    private static bool IsEmptyObject(JsonNode? node) => node is null or JsonObject { Count: 0 };
}

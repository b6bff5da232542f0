using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>Parses the structural schema of a CustomResourceDefinition.</summary>
internal static class CustomSchema
{
    /// <summary>
    /// Parses the schema of objects and adds the fields of every object: <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>.
    /// </summary>
    public static TypeSchema Parse(JsonObject schema, TypeSchema metadata)
    {
        var type = ParseType(schema, keepsUnknown: false);
        var ownFields = type.Fields.Where(field => field.Name is not ("apiVersion" or "kind" or "metadata"));
        var text = new TypeSchema(FieldType.Text, "string");
        var result = new TypeSchema(FieldType.Object, "") { KeepsUnknownFields = type.KeepsUnknownFields };
        result.SetFields([
            new FieldSchema("apiVersion", text),
            new FieldSchema("kind", text),
            new FieldSchema("metadata", metadata),
            .. ownFields,
        ]);
        return result;
    }

    /// <param name="schema">The schema.</param>
    /// <param name="keepsUnknown">Whether an enclosing object keeps unknown fields; nested objects inherit this.</param>
    private static TypeSchema ParseType(JsonObject schema, bool keepsUnknown)
    {
        keepsUnknown |= schema.Flag("x-kubernetes-preserve-unknown-fields");
        var isNullable = schema.Flag("nullable");
        if (schema.Flag("x-kubernetes-int-or-string"))
        {
            return new TypeSchema(FieldType.IntOrString, "IntOrString") { IsNullable = isNullable };
        }

        switch (schema.Text("type"))
        {
            case "object" when schema.Map("properties") is null && schema.Map("additionalProperties") is { } values:
                return new TypeSchema(FieldType.Map, "object")
                {
                    Values = ParseType(values, keepsUnknown),
                    IsAtomic = IsAtomic(schema),
                    IsNullable = isNullable,
                };
            case "object" when schema.Map("properties") is null && schema.Flag("additionalProperties"):
                return new TypeSchema(FieldType.Map, "object")
                {
                    KeepsUnknownFields = true,
                    IsAtomic = IsAtomic(schema),
                    IsNullable = isNullable,
                };
            case "object":
                return ParseObject(schema, keepsUnknown, isNullable);
            case "array":
                return new TypeSchema(FieldType.List, "array")
                {
                    Items = ParseType(schema.Map("items") ?? [], keepsUnknown),
                    IsNullable = isNullable,
                    MapKeys = [.. (schema.Array("x-kubernetes-list-map-keys") ?? []).Select(key => key?.ToString() ?? "")],
                    ListMerge = schema.Text("x-kubernetes-list-type") switch
                    {
                        "map" => ListMerge.Map,
                        "set" => ListMerge.Set,
                        _ => ListMerge.Atomic,
                    },
                };
            case "string":
                return new TypeSchema(FieldType.Text, "string") { IsNullable = isNullable };
            case "integer":
                return new TypeSchema(FieldType.Integer, "integer") { IsNullable = isNullable };
            case "number":
                return new TypeSchema(FieldType.Number, "number") { IsNullable = isNullable };
            case "boolean":
                return new TypeSchema(FieldType.Flag, "boolean") { IsNullable = isNullable };
            default:
                return new TypeSchema(keepsUnknown ? FieldType.Map : FieldType.Any, "")
                {
                    KeepsUnknownFields = keepsUnknown,
                    IsUntyped = true,
                    IsNullable = isNullable,
                };
        }
    }

    private static TypeSchema ParseObject(JsonObject schema, bool keepsUnknown, bool isNullable)
    {
        var type = new TypeSchema(FieldType.Object, "object")
        {
            // An object without declared fields takes all; those that it does not keep are pruned later.
            KeepsUnknownFields = keepsUnknown || schema.Map("properties") is null or { Count: 0 },
            IsEmbeddedResource = schema.Flag("x-kubernetes-embedded-resource"),
            IsAtomic = IsAtomic(schema),
            IsNullable = isNullable,
        };
        var required = (schema.Array("required") ?? []).Select(name => name?.ToString()).ToHashSet();
        type.SetFields([
            .. (schema.Map("properties") ?? [])
                .OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => new FieldSchema(property.Key, ParseType(property.Value as JsonObject ?? [], keepsUnknown))
                {
                    IsRequired = required.Contains(property.Key),
                    Default = (property.Value as JsonObject)?["default"]?.DeepClone(),
                }),
        ]);
        return type;
    }

    private static bool IsAtomic(JsonObject schema) => schema.Text("x-kubernetes-map-type") == "atomic";
}

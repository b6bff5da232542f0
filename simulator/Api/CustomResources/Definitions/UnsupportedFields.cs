using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Fields of schemas that Kubernetes does not support.</summary>
internal static class UnsupportedFields
{
    /// <summary>The error about a field that no structural schema may have; null if there is none.</summary>
    public static string? Find(JsonObject schema)
    {
        foreach (
            var (field, shown) in (ReadOnlySpan<(string, string)>)
                [
                    ("id", "'id'"),
                    ("$schema", "'schema'"),
                    ("$ref", "'$ref'"),
                    ("patternProperties", "'patternProperties'"),
                    ("dependencies", "'dependencies'"),
                    ("additionalItems", "'additionalItems'"),
                    ("definitions", "'definitions'"),
                ]
        )
        {
            if (IsSet(schema, field))
            {
                return $"OpenAPIV3Schema {shown} is not supported";
            }
        }

        if (schema["items"] is JsonArray)
        {
            return "OpenAPIV3Schema 'items' must be a schema, but is an array";
        }

        if (schema["x-kubernetes-preserve-unknown-fields"] is JsonValue flag && flag.TryGetValue(out bool keeps) && !keeps)
        {
            return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
        }

        return SchemaWalk.GetChildren(schema).Select(Find).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>Whether a field has a value other than that of an absent field.</summary>
    public static bool IsSet(JsonObject schema, string field) =>
        schema[field] switch
        {
            null => false,
            JsonArray array => array.Count > 0,
            JsonObject map => map.Count > 0 || field is "additionalProperties" or "default" or "dependencies" or "additionalItems",
            JsonValue value when field != "default" && value.TryGetValue(out string? text) => text.Length > 0,
            JsonValue value when field != "default" && value.TryGetValue(out bool flag) => flag,
            _ => true,
        };
}

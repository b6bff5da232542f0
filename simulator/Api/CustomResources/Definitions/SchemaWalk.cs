using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Visits the schemas inside of a schema.</summary>
internal static class SchemaWalk
{
    public static IEnumerable<JsonObject> GetChildren(JsonObject schema)
    {
        foreach (var field in (string[])["items", "not", "additionalProperties", "additionalItems"])
        {
            if (schema.Map(field) is { } child)
            {
                yield return child;
            }
        }

        foreach (var field in (string[])["allOf", "anyOf", "oneOf"])
        {
            foreach (var child in schema.Objects(field))
            {
                yield return child;
            }
        }

        foreach (var field in (string[])["properties", "patternProperties", "definitions"])
        {
            foreach (var (_, child) in schema.Map(field) ?? [])
            {
                if (child is JsonObject nested)
                {
                    yield return nested;
                }
            }
        }
    }

    /// <summary>The schema and all schemas inside of it.</summary>
    public static IEnumerable<JsonObject> GetAll(JsonObject schema) => GetChildren(schema).SelectMany(GetAll).Prepend(schema);
}

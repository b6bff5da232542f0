using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for the defaults in a schema: they have no unknown fields and are valid themselves.</summary>
internal static class DefaultRules
{
    public static void Check(JsonObject schema, string path, FieldErrors errors) => Check(schema, path, errors, isResource: true);

    private static void Check(JsonObject schema, string path, FieldErrors errors, bool isResource)
    {
        if (schema["default"] is { } value)
        {
            CheckDefault(schema, value, $"{path}.default", errors);
        }

        if (schema.Map("items") is { } items)
        {
            Check(items, $"{path}.items", errors, items.Flag("x-kubernetes-embedded-resource"));
        }

        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            if (property is JsonObject nested && !(isResource && name is "metadata" or "kind" or "apiVersion"))
            {
                Check(nested, $"{path}.properties[{name}]", errors, nested.Flag("x-kubernetes-embedded-resource"));
            }
        }
    }

    private static void CheckDefault(JsonObject schema, JsonNode value, string path, FieldErrors errors)
    {
        if (HasUnknownFields(schema, value))
        {
            errors.Invalid(path, value.DeepClone(), "must not have unknown fields");
        }

        var before = errors.Count;
        SchemaValidation.Check(schema, value, path, errors);
        if (errors.Count == before)
        {
            RuleValidation.Check(schema, value, null, path, errors);
        }
    }

    private static bool HasUnknownFields(JsonObject schema, JsonNode? value) =>
        value switch
        {
            JsonArray array => schema.Map("items") is { } items && array.Any(item => HasUnknownFields(items, item)),
            JsonObject map => map.Any(entry =>
                schema.Map("properties", entry.Key) is { } property ? HasUnknownFields(property, entry.Value)
                : schema.Map("additionalProperties") is { } values ? HasUnknownFields(values, entry.Value)
                : !schema.Flag("additionalProperties")
                    && !schema.Flag("x-kubernetes-preserve-unknown-fields")
                    && !(schema.Flag("x-kubernetes-embedded-resource") && entry.Key is "apiVersion" or "kind" or "metadata")
            ),
            _ => false,
        };
}

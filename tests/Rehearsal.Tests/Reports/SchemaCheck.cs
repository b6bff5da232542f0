using System.Text.Json;

namespace Rehearsal.Tests.Reports;

/// <summary>Checks a value against the part of JSON Schema that the schema of results uses. Unknown properties are errors here.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<string> FindErrors(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("const", out var constant) && constant.GetRawText() != value.GetRawText())
        {
            yield return $"{path} is not {constant}";
        }

        if (schema.TryGetProperty("enum", out var names) && !names.EnumerateArray().Any(name => name.GetString() == value.GetString()))
        {
            yield return $"{path} is '{value}'";
        }

        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(one => Is(value, one)))
        {
            yield return $"{path} is no {type}";
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var error in FindErrorsOfProperties(schema, value, path))
            {
                yield return error;
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (
                var error in value.EnumerateArray().SelectMany((item, i) => FindErrors(schema.GetProperty("items"), item, $"{path}[{i}]"))
            )
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> FindErrorsOfProperties(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
            {
                yield return $"{path} has no {name}";
            }
        }

        foreach (var property in value.EnumerateObject())
        {
            var isKnown = schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out _);
            var own =
                isKnown ? properties.GetProperty(property.Name)
                : schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object ? others
                : (JsonElement?)null;
            foreach (
                var error in own is { } known
                    ? FindErrors(known, property.Value, $"{path}.{property.Name}")
                    : [$"{path}.{property.Name} is unknown"]
            )
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) =>
        type switch
        {
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => string.Equals(type, value.ValueKind.ToString(), StringComparison.OrdinalIgnoreCase),
        };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.PolicyPacks.Configuration;

/// <summary>Validates JSON against the subset of JSON Schema that settings use.</summary>
internal static class SchemaValidator
{
    /// <summary>Returns every error, each beginning with its path.</summary>
    public static IEnumerable<string> Validate(JsonNode? value, JsonObject schema, string path)
    {
        if (FindTypeProblem(value, schema) is { } problem)
        {
            return [$"{path}: {problem}"];
        }

        if ((FindEnumProblem(value, schema) ?? FindRangeProblem(value, schema) ?? FindLengthProblem(value, schema)) is { } other)
        {
            return [$"{path}: {other}"];
        }

        return value switch
        {
            JsonArray array when schema["items"] is JsonObject items => array.SelectMany(
                (item, i) => Validate(item, items, $"{path}[{i}]")
            ),
            JsonObject map => ValidateObject(map, schema, path),
            _ => [],
        };
    }

    private static IEnumerable<string> ValidateObject(JsonObject map, JsonObject schema, string path)
    {
        var known = schema["properties"] as JsonObject ?? [];
        foreach (var (name, value) in map)
        {
            if (known[name] is JsonObject property)
            {
                foreach (var problem in Validate(value, property, $"{path}.{name}"))
                {
                    yield return problem;
                }
            }
            else if (schema["additionalProperties"] is JsonObject additional)
            {
                foreach (var problem in Validate(value, additional, $"{path}.{name}"))
                {
                    yield return problem;
                }
            }
            else if (schema["additionalProperties"] is JsonValue)
            {
                var names = known.Select(property => property.Key).ToArray();
                yield return names.Length == 0
                    ? $"{path}.{name}: there are no settings here"
                    : $"{path}.{name}: there is no setting of this name{Suggestion.For(name, names)} Known are: {string.Join(", ", names)}";
            }
        }

        foreach (var required in schema["required"] as JsonArray ?? [])
        {
            if (!map.ContainsKey(required!.GetValue<string>()))
            {
                yield return $"{path}: '{required}' is missing";
            }
        }
    }

    private static string? FindTypeProblem(JsonNode? value, JsonObject schema)
    {
        string[] expected = schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };
        var actual = GetTypeName(value);
        return expected.Length == 0 || expected.Contains(actual) || (actual == "integer" && expected.Contains("number"))
            ? null
            : $"must be {string.Join(" or ", expected)}, not {(value is null ? "null" : $"{actual} {value.ToJsonString()}")}";
    }

    private static string GetTypeName(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => double.IsInteger(ToDouble(value)) ? "integer" : "number",
            _ => "null",
        };

    private static string? FindEnumProblem(JsonNode? value, JsonObject schema) =>
        schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value))
            ? $"{value?.ToJsonString() ?? "null"} is not one of {string.Join(", ", allowed.Select(one => one?.ToString()))}"
            : null;

    private static string? FindRangeProblem(JsonNode? value, JsonObject schema)
    {
        if (value?.GetValueKind() != JsonValueKind.Number)
        {
            return null;
        }

        var number = ToDouble(value);
        if (schema["minimum"] is { } minimum && number < ToDouble(minimum))
        {
            return $"must be at least {minimum}, not {number.ToString(CultureInfo.InvariantCulture)}";
        }

        if (schema["maximum"] is { } maximum && number > ToDouble(maximum))
        {
            return $"must be at most {maximum}, not {number.ToString(CultureInfo.InvariantCulture)}";
        }

        return null;
    }

    private static string? FindLengthProblem(JsonNode? value, JsonObject schema) =>
        schema["minLength"] is { } length
        && value?.GetValueKind() == JsonValueKind.String
        && value.GetValue<string>().Trim().Length < ToDouble(length)
            ? "must not be empty"
            : null;

    private static double ToDouble(JsonNode node) => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);
}

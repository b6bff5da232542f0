using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>
/// Checks a custom resource against its OpenAPI schema. Rules in CEL (<c>x-kubernetes-validations</c>) are not evaluated.
/// </summary>
internal static class CustomResourceRules
{
    private static readonly TimeSpan _patternTimeout = TimeSpan.FromSeconds(1);

    public static void Check(CustomKind kind, JsonObject body, FieldErrors errors)
    {
        var before = errors.Count;
        CheckObject(kind.OpenApi, body, "", errors);
        if (errors.Count > before && HasRules(kind.OpenApi))
        {
            errors.Invalid(
                "<nil>",
                null,
                "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"
            );
        }
        CheckLists(kind.OpenApi, body, "", errors);
    }

    private static void CheckValue(JsonObject schema, JsonNode? value, string path, FieldErrors errors)
    {
        if (value is null)
        {
            if (!schema.Flag("nullable") && schema.Text("type") is { } missing)
            {
                errors.Add(FieldError.TypeInvalid(path, "null", $"{path} in body must be of type {missing}: \"null\""));
            }

            return;
        }
        if (!HasType(schema, value))
        {
            var found = GetTypeName(value);
            errors.Add(FieldError.TypeInvalid(path, found, $"{path} in body must be of type {schema.Text("type")}: \"{found}\""));
            return;
        }
        CheckEnum(schema, value, path, errors);
        switch (value)
        {
            case JsonObject json:
                CheckObject(schema, json, path, errors);
                break;
            case JsonArray array:
                CheckArray(schema, array, path, errors);
                break;
            case var _ when value.GetValueKind() == JsonValueKind.Number:
                CheckNumber(schema, value, path, errors);
                break;
            case var _ when value.GetValueKind() == JsonValueKind.String:
                CheckText(schema, value.GetValue<string>(), path, errors);
                break;
        }
    }

    private static void CheckObject(JsonObject schema, JsonObject json, string path, FieldErrors errors)
    {
        foreach (var name in (schema.Array("required") ?? []).Select(name => name?.ToString() ?? ""))
        {
            if (!json.ContainsKey(name))
            {
                errors.Required(Join(path, name));
            }
        }
        foreach (var (key, value) in json)
        {
            if (path.Length == 0 && key is "apiVersion" or "kind" or "metadata")
            {
                continue;
            }

            if (schema.Map("properties", key) is { } property)
            {
                CheckValue(property, value, Join(path, key), errors);
            }
            else if (schema.Map("additionalProperties") is { } values)
            {
                CheckValue(values, value, Join(path, key), errors);
            }
        }
        if (schema.Number("maxProperties") is { } maximum && json.Count > maximum)
        {
            errors.Add(FieldError.TooMany(path, json.Count, (int)maximum));
        }
    }

    private static void CheckArray(JsonObject schema, JsonArray array, string path, FieldErrors errors)
    {
        if (schema.Number("maxItems") is { } maximum && array.Count > maximum)
        {
            errors.Add(FieldError.TooMany(path, array.Count, (int)maximum));
        }

        if (schema.Number("minItems") is { } minimum && array.Count < minimum)
        {
            errors.Invalid(path, array.Count, $"{path} in body should have at least {minimum} items");
        }

        foreach (var (index, item) in array.Index())
        {
            CheckValue(schema.Map("items") ?? [], item, $"{path}[{index}]", errors);
        }
    }

    private static void CheckNumber(JsonObject schema, JsonNode value, string path, FieldErrors errors)
    {
        var number = decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (FindLimit(schema, "maximum") is { } maximum && (number > maximum || (schema.Flag("exclusiveMaximum") && number == maximum)))
        {
            errors.Invalid(
                path,
                value.DeepClone(),
                $"{path} in body should be less than {(schema.Flag("exclusiveMaximum") ? "" : "or equal to ")}{maximum}"
            );
        }

        if (FindLimit(schema, "minimum") is { } minimum && (number < minimum || (schema.Flag("exclusiveMinimum") && number == minimum)))
        {
            errors.Invalid(
                path,
                value.DeepClone(),
                $"{path} in body should be greater than {(schema.Flag("exclusiveMinimum") ? "" : "or equal to ")}{minimum}"
            );
        }

        if (FindLimit(schema, "multipleOf") is { } unit and not 0 && number % unit != 0)
        {
            errors.Invalid(path, value.DeepClone(), $"{path} in body should be a multiple of {unit}");
        }
    }

    private static void CheckText(JsonObject schema, string text, string path, FieldErrors errors)
    {
        if (schema.Number("maxLength") is { } maximum && text.Length > maximum)
        {
            errors.Add(FieldError.TooLong(path, (int)maximum));
        }

        if (schema.Number("minLength") is { } minimum && text.Length < minimum)
        {
            errors.Invalid(path, text, $"{path} in body should be at least {minimum} chars long");
        }

        if (schema.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, _patternTimeout))
        {
            errors.Invalid(path, text, $"{path} in body should match '{pattern}'");
        }
    }

    private static void CheckEnum(JsonObject schema, JsonNode value, string path, FieldErrors errors)
    {
        if (schema.Array("enum") is { } allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
        {
            errors.NotSupported(path, value.DeepClone(), [.. allowed.Select(one => one?.ToString() ?? "null")]);
        }
    }

    /// <summary>Reports duplicate items of sets and duplicate keys of list maps.</summary>
    private static void CheckLists(JsonObject schema, JsonNode? value, string path, FieldErrors errors)
    {
        if (value is JsonObject json)
        {
            foreach (var (key, child) in json)
            {
                if ((schema.Map("properties", key) ?? schema.Map("additionalProperties")) is { } property)
                {
                    CheckLists(property, child, Join(path, key), errors);
                }
            }
        }
        else if (value is JsonArray array)
        {
            var keys = (schema.Array("x-kubernetes-list-map-keys") ?? []).Select(key => key?.ToString() ?? "").ToList();
            var listType = schema.Text("x-kubernetes-list-type");
            var seen = new HashSet<string>();
            foreach (var (index, item) in array.Index())
            {
                var identity = listType == "map" ? GetKeys(item, keys) : item?.DeepClone();
                if (listType is "set" or "map" && !seen.Add(identity?.ToJsonString() ?? "null"))
                {
                    errors.Duplicate($"{path}[{index}]", identity);
                }

                CheckLists(schema.Map("items") ?? [], item, $"{path}[{index}]", errors);
            }
        }
    }

    private static JsonObject GetKeys(JsonNode? item, List<string> keys)
    {
        var result = new JsonObject();
        foreach (var key in keys)
        {
            result[key] = (item as JsonObject)?[key]?.DeepClone();
        }

        return result;
    }

    private static bool HasRules(JsonObject schema) =>
        schema.ContainsKey("x-kubernetes-validations")
        || (schema.Map("properties") ?? []).Any(property => property.Value is JsonObject nested && HasRules(nested))
        || (schema.Map("items") is { } items && HasRules(items));

    private static bool HasType(JsonObject schema, JsonNode value)
    {
        if (schema.Flag("x-kubernetes-int-or-string"))
        {
            return value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number;
        }

        return schema.Text("type") switch
        {
            null => true,
            "number" => value.GetValueKind() == JsonValueKind.Number,
            var type => type == GetTypeName(value),
        };
    }

    private static string GetTypeName(JsonNode value) =>
        value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.AsInteger() is null ? "number" : "integer",
            _ => "boolean",
        };

    private static decimal? FindLimit(JsonObject schema, string name) =>
        schema[name] is { } limit ? decimal.Parse(limit.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

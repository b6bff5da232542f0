using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Cel;
using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Cel.Values;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>Validates values against an OpenAPI schema, with the messages of kube-openapi.</summary>
internal sealed class SchemaValidation
{
    private const string Nowhere = "<nil>";

    /// <summary>The errors of one schema, and how many of its parts matched. The best of several schemas matched most.</summary>
    private sealed class Outcome
    {
        public List<FieldError> Errors { get; } = [];

        public int Matches { get; set; }

        public void Merge(Outcome other)
        {
            Errors.AddRange(other.Errors);
            Matches += other.Matches;
        }
    }

    /// <summary>Adds the errors of a value.</summary>
    public static void Check(JsonObject schema, JsonNode? value, string path, FieldErrors errors) =>
        CheckUpdate(schema, value, null, path, errors);

    /// <summary>Adds the errors of a changed value; parts that are as before have none.</summary>
    public static void CheckUpdate(JsonObject schema, JsonNode? value, Correlation? old, string path, FieldErrors errors)
    {
        foreach (var error in new SchemaValidation().Validate(schema, value, old, path).Errors)
        {
            errors.Add(error);
        }
    }

    private Outcome Validate(JsonObject schema, JsonNode? value, Correlation? old, string path)
    {
        var result = ValidateNode(schema, value, old, path);
        if (result.Errors.Count > 0 && old?.IsUnchanged(value) == true)
        {
            result.Errors.Clear();
        }

        return result;
    }

    private Outcome ValidateNode(JsonObject schema, JsonNode? value, Correlation? old, string path)
    {
        var result = new Outcome();
        CheckType(schema, value, path, result);
        if (value is null)
        {
            ValueLimits.CheckEnum(schema, value, path, result.Errors);
            return result;
        }

        CheckJunctors(schema, value, old, path, result);
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                ValueLimits.CheckText(schema, value.GetValue<string>(), path, result.Errors);
                result.Matches++;
                break;
            case JsonValueKind.Number:
                NumberLimits.Check(schema, (JsonValue)value, path, result.Errors);
                result.Matches++;
                break;
            case JsonValueKind.Array:
                CheckArray(schema, (JsonArray)value, old, path, result);
                break;
        }
        ValueLimits.CheckEnum(schema, value, path, result.Errors);
        if (value is JsonObject map)
        {
            CheckObject(schema, map, old, path, result);
        }

        result.Matches++;
        return result;
    }

    private static void CheckType(JsonObject schema, JsonNode? value, string path, Outcome result)
    {
        var expected = schema.Flag("x-kubernetes-int-or-string") ? "integer,string" : schema.Text("type") ?? "";
        if (expected.Length == 0)
        {
            return;
        }

        var actual = GetTypeName(value);
        var fits =
            value is null ? schema.Flag("nullable")
            : actual == "integer" ? expected is "integer" or "number" or "integer,string"
            : actual == "string" ? expected is "string" or "integer,string"
            : actual == expected;
        if (fits)
        {
            result.Matches++;
            return;
        }

        result.Errors.Add(FieldError.TypeInvalid(Shown(path), actual, $"{path} in body must be of type {expected}: \"{actual}\""));
    }

    private static string GetTypeName(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => NumberLimits.IsWhole((JsonValue)value) ? "integer" : "number",
            _ => "boolean",
        };

    private void CheckJunctors(JsonObject schema, JsonNode value, Correlation? old, string path, Outcome result)
    {
        result.Matches++;
        if (schema.Array("anyOf") is { Count: > 0 })
        {
            CheckAnyOf(schema, value, old, path, result);
        }

        if (schema.Array("oneOf") is { Count: > 0 })
        {
            CheckOneOf(schema, value, old, path, result);
        }

        if (schema.Array("allOf") is { Count: > 0 })
        {
            var outcomes = schema.Objects("allOf").Select(branch => Validate(branch, value, old, path)).ToList();
            outcomes.ForEach(result.Merge);
            var valid = outcomes.Count(outcome => outcome.Errors.Count == 0);
            if (valid != outcomes.Count)
            {
                AddPlain(result, $"\"{path}\" must validate all the schemas (allOf){(valid == 0 ? ". None validated" : "")}");
            }
        }
        if (schema.Map("not") is { } not && Validate(not, value, old, path).Errors.Count == 0)
        {
            AddPlain(result, $"\"{path}\" must not validate the schema (not)");
        }
    }

    private void CheckAnyOf(JsonObject schema, JsonNode value, Correlation? old, string path, Outcome result)
    {
        Outcome? best = null;
        foreach (var branch in schema.Objects("anyOf"))
        {
            var outcome = Validate(branch, value, old, path);
            if (outcome.Errors.Count == 0)
            {
                result.Merge(outcome);
                return;
            }

            best = best is null || outcome.Matches > best.Matches ? outcome : best;
        }
        AddPlain(result, $"\"{path}\" must validate at least one schema (anyOf)");
        result.Merge(best!);
    }

    private void CheckOneOf(JsonObject schema, JsonNode value, Correlation? old, string path, Outcome result)
    {
        Outcome? best = null;
        Outcome? first = null;
        var valid = 0;
        foreach (var outcome in schema.Objects("oneOf").Select(branch => Validate(branch, value, old, path)))
        {
            if (outcome.Errors.Count == 0)
            {
                valid++;
                first ??= outcome;
                best = null;
            }
            else if (valid == 0 && (best is null || outcome.Matches > best.Matches))
            {
                best = outcome;
            }
        }
        if (valid == 1)
        {
            result.Merge(first!);
            return;
        }

        var detail = valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives";
        AddPlain(result, $"\"{path}\" must validate one and only one schema (oneOf). {detail}");
        if (best is not null)
        {
            result.Merge(best);
        }
    }

    private void CheckArray(JsonObject schema, JsonArray array, Correlation? old, string path, Outcome result)
    {
        if (schema.Map("items") is { } items)
        {
            foreach (var (index, item) in array.Index())
            {
                result.Merge(Validate(items, item, old?.GetItem(schema, item), $"{path}[{index}]"));
            }
        }

        if (schema.Number("minItems") is { } minimum && array.Count < minimum)
        {
            result.Errors.Add(FieldError.Invalid(Shown(path), array.Count, $"{path} in body should have at least {minimum} items"));
        }

        if (schema.Number("maxItems") is { } maximum && array.Count > maximum)
        {
            result.Errors.Add(FieldError.TooMany(Shown(path), array.Count, (int)maximum));
        }

        result.Matches++;
    }

    private void CheckObject(JsonObject schema, JsonObject map, Correlation? old, string path, Outcome result)
    {
        if (schema.Number("minProperties") is { } minimum && map.Count < minimum)
        {
            result.Errors.Add(FieldError.Invalid(Shown(path), map.Count, $"{path} in body should have at least {minimum} properties"));
        }

        if (schema.Number("maxProperties") is { } maximum && map.Count > maximum)
        {
            result.Errors.Add(FieldError.TooMany(Shown(path), map.Count, (int)maximum));
        }

        var properties = schema.Map("properties") ?? [];
        var isClosed = schema["additionalProperties"] is JsonValue allows && allows.TryGetValue(out bool all) && !all;
        var values = schema.Map("additionalProperties");
        foreach (var (key, value) in map)
        {
            var at = path.Length == 0 && properties.ContainsKey(key) ? key : $"{path}.{key}";
            if (properties[key] is JsonObject property)
            {
                var before = path.Length == 0 && key is "apiVersion" or "kind" ? null : old?.GetField(key);
                result.Merge(Validate(property, value, before, at));
            }
            else if (isClosed)
            {
                result.Errors.Add(FieldError.Invalid(Shown(path), "", $"{path}.{key} in body is a forbidden property"));
            }
            else if (values is not null)
            {
                result.Merge(Validate(values, value, old?.GetField(key), at));
            }
        }

        foreach (var name in (schema.Array("required") ?? []).Select(name => name?.ToString() ?? ""))
        {
            if (!map.ContainsKey(name))
            {
                result.Errors.Add(FieldError.Required(Shown($"{path}.{name}")));
            }
        }
    }

    private static void AddPlain(Outcome result, string message) => result.Errors.Add(FieldError.Invalid(Nowhere, "", message));

    /// <summary>A path as errors show it.</summary>
    public static string Shown(string path) => path.Length == 0 ? Nowhere : path.TrimStart('.');
}

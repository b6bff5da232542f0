using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>Validation rules for complete objects inside of custom resources, and for the items of lists that are sets or maps.</summary>
internal static class EmbeddedObjects
{
    public static void Check(JsonObject schema, JsonNode? value, string path, FieldErrors errors)
    {
        if (value is JsonArray array)
        {
            foreach (var (index, item) in array.Index())
            {
                Check(schema.Map("items") ?? [], item, $"{path}[{index}]", errors);
            }

            return;
        }
        if (value is not JsonObject map)
        {
            return;
        }

        if (schema.Flag("x-kubernetes-embedded-resource"))
        {
            CheckObject(map, path, errors);
        }

        foreach (var (key, child) in map)
        {
            if (schema.Map("properties", key) is { } property)
            {
                Check(property, child, path.Length == 0 ? key : $"{path}.{key}", errors);
            }
            else if (schema.Map("additionalProperties") is { } values)
            {
                Check(values, child, $"{path}[{key}]", errors);
            }
        }
    }

    private static void CheckObject(JsonObject map, string path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (!map.ContainsKey(field))
            {
                errors.Required($"{path}.{field}", "must not be empty");
            }
            else if (map.Text(field) is not { } text)
            {
                errors.Invalid($"{path}.{field}", map[field]?.DeepClone(), "must be a string");
            }
            else if (text.Length == 0)
            {
                errors.Invalid($"{path}.{field}", text, "must not be empty");
            }
            else if (field == "kind" && ObjectNames.Rfc1035LabelProblems(text.ToLowerInvariant()).ToList() is { Count: > 0 } problems)
            {
                errors.Invalid($"{path}.kind", text, $"may have mixed case, but should otherwise match: {string.Join(',', problems)}");
            }
            else if (field == "apiVersion" && text.Count('/') > 1)
            {
                errors.Invalid($"{path}.apiVersion", text, $"unexpected GroupVersion string: {text}");
            }
        }
    }
}

/// <summary>The items of lists of the types set and map are unique.</summary>
internal static class UniqueItems
{
    public static void Check(JsonObject schema, JsonNode? value, string path, FieldErrors errors)
    {
        if (value is JsonObject map)
        {
            foreach (var (key, child) in map)
            {
                if (schema.Map("properties", key) is { } property)
                {
                    Check(property, child, path.Length == 0 ? key : $"{path}.{key}", errors);
                }
                else if (schema.Map("additionalProperties") is { } values)
                {
                    Check(values, child, $"{path}[{key}]", errors);
                }
            }
        }
        else if (value is JsonArray array)
        {
            CheckItems(schema, array, path, errors);
            foreach (var (index, item) in array.Index())
            {
                Check(schema.Map("items") ?? [], item, $"{path}[{index}]", errors);
            }
        }
    }

    private static void CheckItems(JsonObject schema, JsonArray array, string path, FieldErrors errors)
    {
        var listType = schema.Text("x-kubernetes-list-type");
        if (listType is not ("set" or "map"))
        {
            return;
        }

        var keys = (schema.Array("x-kubernetes-list-map-keys") ?? []).Select(key => key?.ToString() ?? "").ToList();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, item) in array.Index())
        {
            if (listType == "map" && item is not (null or JsonObject))
            {
                errors.Invalid($"{path}[{index}]", item.DeepClone(), "must be an object for an array of list-type map");
                return;
            }

            var identity = listType == "map" ? GetKeys(item as JsonObject, keys) : item?.DeepClone();
            var text = identity?.ToJsonString() ?? "null";
            seen[text] = seen.GetValueOrDefault(text) + 1;
            if (seen[text] == 2)
            {
                errors.Duplicate($"{path}[{index}]", identity);
            }
        }
    }

    private static JsonObject GetKeys(JsonObject? item, List<string> keys)
    {
        var result = new JsonObject();
        foreach (var key in keys.Where(key => item?.ContainsKey(key) == true).Order(StringComparer.Ordinal))
        {
            result[key] = item![key]?.DeepClone();
        }

        return result;
    }
}

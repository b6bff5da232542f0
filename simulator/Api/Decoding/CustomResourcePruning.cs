using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Decoding;

/// <summary>Prunes unknown fields of a custom resource, sets defaults, and orders keys by name.</summary>
internal sealed class CustomResourcePruning
{
    private readonly List<string> _unknownFields = [];

    private CustomResourcePruning() { }

    public static (JsonObject Pruned, IReadOnlyList<string> Unknown) Prune(CustomKind kind, JsonObject body, TypeSchema metadataType)
    {
        var pruning = new CustomResourcePruning();
        var pruned = body.Clone();
        pruning.PruneObject(kind.OpenApi, pruned, "", isResource: true);
        RemoveNulls(kind.OpenApi, pruned);
        SetDefaults(kind.OpenApi, pruned);
        pruned["apiVersion"] = body.Text("apiVersion");
        pruned["kind"] = body.Text("kind");
        var decoder = new ObjectDecoder();
        pruned["metadata"] = decoder.Decode(metadataType, pruned.Map("metadata") ?? []);
        var unknown = decoder.UnknownFields.Select(path => "metadata." + path);
        return (KeySorting.Sort(pruned), [.. unknown.Concat(pruning._unknownFields).Order(StringComparer.Ordinal)]);
    }

    private void PruneValue(JsonObject? schema, JsonNode? value, string path)
    {
        if (value is JsonObject map)
        {
            PruneObject(schema, map, path, schema.Flag("x-kubernetes-embedded-resource"));
        }
        else if (value is JsonArray array)
        {
            foreach (var (index, item) in array.Index())
            {
                PruneValue(schema.Map("items"), item, $"{path}[{index}]");
            }
        }
    }

    private void PruneObject(JsonObject? schema, JsonObject map, string path, bool isResource)
    {
        var keeps = schema.Flag("x-kubernetes-preserve-unknown-fields");
        var properties = schema.Map("properties");
        foreach (var (key, value) in map.ToList())
        {
            if (isResource && key is "apiVersion" or "kind" or "metadata")
            {
                continue;
            }

            var at = path.Length == 0 ? key : $"{path}.{key}";
            if (properties?[key] is JsonObject property)
            {
                PruneValue(property, value, at);
            }
            else if (schema.Map("additionalProperties") is { } values)
            {
                PruneValue(values, value, at);
            }
            else if (schema?["additionalProperties"] is not null)
            {
                PruneValue(null, value, at);
            }
            else if (!keeps)
            {
                _unknownFields.Add(at);
                map.Remove(key);
            }
        }
    }

    /// <summary>Removes nulls that the schema does not allow, unless a default takes their place.</summary>
    private static void RemoveNulls(JsonObject? schema, JsonNode? value)
    {
        if (value is JsonArray array)
        {
            foreach (var item in array)
            {
                RemoveNulls(schema.Map("items"), item);
            }
        }
        else if (value is JsonObject map)
        {
            foreach (var (key, child) in map.ToList())
            {
                var field = FindField(schema, key);
                if (child is null && field is not null && !field.Flag("nullable") && field["default"] is null)
                {
                    map.Remove(key);
                }
                else
                {
                    RemoveNulls(field, child);
                }
            }
        }
    }

    private static void SetDefaults(JsonObject? schema, JsonNode? value)
    {
        if (schema is null)
        {
            return;
        }

        if (value is JsonArray array && schema.Map("items") is { } items)
        {
            for (var index = 0; index < array.Count; index++)
            {
                if (array[index] is null && !items.Flag("nullable"))
                {
                    array[index] = items["default"]?.DeepClone();
                }

                SetDefaults(items, array[index]);
            }
        }
        else if (value is JsonObject map)
        {
            SetFieldDefaults(schema, map);
        }
    }

    private static void SetFieldDefaults(JsonObject schema, JsonObject map)
    {
        foreach (var (name, property) in schema.Map("properties") ?? [])
        {
            if (property is not JsonObject nested || nested["default"] is not { } given)
            {
                continue;
            }

            if (!map.TryGetPropertyValue(name, out var present) || (present is null && !nested.Flag("nullable")))
            {
                map[name] = given.DeepClone();
            }
        }

        foreach (var key in map.Select(entry => entry.Key).ToList())
        {
            if (FindField(schema, key) is not { } field)
            {
                continue;
            }

            if (map[key] is null && !field.Flag("nullable") && field["default"] is { } given)
            {
                map[key] = given.DeepClone();
            }

            SetDefaults(field, map[key]);
        }
    }

    private static JsonObject? FindField(JsonObject? schema, string name) =>
        schema.Map("properties")?[name] as JsonObject ?? schema.Map("additionalProperties");
}

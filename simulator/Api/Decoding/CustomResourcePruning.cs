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
        var rest = body.Clone();
        foreach (var key in (ReadOnlySpan<string>)["apiVersion", "kind", "metadata"])
        {
            rest.Remove(key);
        }

        var pruned = pruning.PruneObject(kind.Type, rest, "");
        pruned["apiVersion"] = body.Text("apiVersion");
        pruned["kind"] = body.Text("kind");
        var decoder = new ObjectDecoder();
        pruned["metadata"] = decoder.Decode(metadataType, body.Map("metadata") ?? []);
        pruning._unknownFields.AddRange(decoder.UnknownFields.Select(path => "metadata." + path));
        return (KeySorting.Sort(pruned), pruning._unknownFields);
    }

    private JsonNode? PruneValue(TypeSchema type, JsonNode? value, string path) =>
        (type.Type, value) switch
        {
            (FieldType.Object, JsonObject json) => PruneObject(type, json, path),
            (FieldType.Map, JsonObject json) => PruneMap(type, json, path),
            (FieldType.List, JsonArray array) => new JsonArray([
                .. array.Select((item, index) => PruneValue(type.Items!, item, $"{path}[{index}]")),
            ]),
            _ => value?.DeepClone(),
        };

    private JsonObject PruneObject(TypeSchema type, JsonObject json, string path)
    {
        var result = new JsonObject();
        foreach (var (key, value) in json)
        {
            var fieldPath = path.Length == 0 ? key : $"{path}.{key}";
            if (type.IsEmbeddedResource && key is "apiVersion" or "kind" or "metadata")
            {
                result[key] = value?.DeepClone();
            }
            else if (type.FindField(key) is { } field)
            {
                AddKnown(result, field, value, fieldPath);
            }
            else if (type.KeepsUnknownFields)
            {
                result[key] = value?.DeepClone();
            }
            else
            {
                _unknownFields.Add(fieldPath);
            }
        }
        foreach (var field in type.Fields)
        {
            if (field.Default is { } given && !result.ContainsKey(field.Name))
            {
                result[field.Name] = PruneValue(field.Type, given, path);
            }
        }
        return result;
    }

    /// <summary>Adds a field. A null counts as absent if the type is not nullable and the field has a default.</summary>
    private void AddKnown(JsonObject result, FieldSchema field, JsonNode? value, string path)
    {
        if (value is null && !field.Type.IsNullable && field.Default is not null)
        {
            return;
        }

        result[field.Name] = PruneValue(field.Type, value, path);
    }

    private JsonObject PruneMap(TypeSchema type, JsonObject json, string path)
    {
        var result = new JsonObject();
        foreach (var (key, value) in json)
        {
            result[key] = type.Values is { } values ? PruneValue(values, value, $"{path}.{key}") : value?.DeepClone();
        }

        return result;
    }
}

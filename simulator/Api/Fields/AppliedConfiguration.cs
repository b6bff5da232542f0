using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Validates an applied configuration: no unknown fields, no duplicate items.</summary>
internal static class AppliedConfiguration
{
    /// <exception cref="StatusException">A field is unknown, a value has the wrong type, or an item is a duplicate.</exception>
    public static void Check(ResourceKind kind, string inNamespace, string name, TypeSchema type, JsonObject configuration)
    {
        var problems = new List<string>();
        var kindName = configuration["kind"] is JsonValue given ? given.ToString() : "";
        if (kindName.Length == 0)
        {
            problems.Add($"no corresponding type for {kind.Group}/{kind.Version}, Kind=");
        }
        else
        {
            CheckFields(type, configuration, "", problems);
        }

        if (problems.Count == 0)
        {
            return;
        }

        var fullName = $"{GetNamespace(configuration, inNamespace)}/{name}";
        var text = problems.Count == 1 ? problems[0] : "errors:\n" + string.Join('\n', problems.Select(problem => "  " + problem));
        throw new StatusException(
            500,
            "",
            $"failed to create typed patch object ({fullName}; {kind.Group}/{kind.Version}, Kind={kindName}): {text}"
        );

        // The message contains the namespace only if the configuration does.
        static string GetNamespace(JsonObject configuration, string inNamespace) =>
            configuration["metadata"] is JsonObject metadata && metadata.ContainsKey("namespace") ? inNamespace : "";
    }

    private static void Check(TypeSchema? type, JsonNode? value, string path, List<string> problems)
    {
        switch (type?.Type, value)
        {
            case (FieldType.Object or FieldType.Map, JsonObject json):
                CheckFields(type!, json, path, problems);
                break;
            case (FieldType.Object or FieldType.Map, not null):
                problems.Add($"{path}: expected map, got &{{{value}}}");
                break;
            case (FieldType.List, JsonArray items):
                CheckItems(type!, items, path, problems);
                break;
            case (FieldType.List, not null):
                problems.Add($"{path}: expected list, got &{{{value}}}");
                break;
            case (FieldType.Integer or FieldType.Number, not null) when value.GetValueKind() != JsonValueKind.Number:
                problems.Add($"{path}: expected numeric (int or float), got {GetGoType(value)}");
                break;
            case (FieldType.Flag, not null) when value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False):
                problems.Add($"{path}: expected boolean, got &{{{value}}}");
                break;
            case (FieldType.Text, not null) when value.GetValueKind() != JsonValueKind.String:
                problems.Add($"{path}: expected string, got &value.valueUnstructured{{Value:{value.ToJsonString()}}}");
                break;
            default:
                break;
        }
    }

    private static string GetGoType(JsonNode value) =>
        value switch
        {
            JsonObject => "map[string]interface {}",
            JsonArray => "[]interface {}",
            _ => value.GetValueKind() == JsonValueKind.String ? "string" : "bool",
        };

    private static void CheckFields(TypeSchema type, JsonObject json, string path, List<string> problems)
    {
        foreach (var (key, value) in json)
        {
            var fieldType = FieldTypes.FindType(type, key, value);
            var isKnown = type.Type == FieldType.Map || type.FindField(key) is not null || type.KeepsUnknownFields;
            if (!isKnown)
            {
                problems.Add($"{path}.{key}: field not declared in schema");
            }
            else
            {
                Check(fieldType, value, $"{path}.{key}", problems);
            }
        }
    }

    private static void CheckItems(TypeSchema type, JsonArray items, string path, List<string> problems)
    {
        var seen = new HashSet<PathElement>();
        foreach (var (index, item) in items.Index())
        {
            if (type.ListMerge == ListMerge.Atomic)
            {
                Check(type.Items, item, $"{path}[{index}]", problems);
                continue;
            }
            if (type.ListMerge == ListMerge.Map && FindKeyProblem(type, item) is { } problem)
            {
                problems.Add($"{path}: element {index}: associative list with keys {problem}");
                return;
            }

            var element = ListItems.CreateElement(type, item);
            if (!seen.Add(element))
            {
                problems.Add($"{path}: duplicate entries for key {element.ToPathText()}");
            }
            else
            {
                Check(type.Items, item, path + element.ToPathText(), problems);
            }
        }
    }

    private static string? FindKeyProblem(TypeSchema list, JsonNode? item)
    {
        if (item is not JsonObject json)
        {
            return item is null ? "may not have a null element" : "may not have non-map elements";
        }

        return list.MapKeys.FirstOrDefault(key => !json.ContainsKey(key) && list.Items!.FindField(key)?.Default is null) is { } missing
            ? $"has an element that omits key field \"{missing}\" (and doesn't have default value)"
            : null;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Fields;

/// <summary>Validates an applied configuration: no unknown fields, no duplicate items.</summary>
internal static class AppliedConfiguration
{
    /// <exception cref="StatusException">A field is unknown, a value has the wrong type, or an item is a duplicate.</exception>
    public static void Check(ResourceKind kind, TypeSchema type, JsonObject configuration)
    {
        var problems = FindProblems(type, configuration);
        if (problems.Count > 0)
        {
            var text = problems.Count == 1 ? problems[0] : "errors:\n" + string.Join('\n', problems.Select(problem => "  " + problem));
            throw new StatusException(500, "", $"failed to create typed patch object ({Describe(kind, configuration)}): {text}");
        }
    }

    /// <summary>Names a configuration as in messages. They contain the namespace only if the configuration does.</summary>
    public static string Describe(ResourceKind kind, JsonObject configuration) =>
        $"{configuration.Text("metadata", "namespace")}/{configuration.Text("metadata", "name")}; "
        + $"{kind.Group}/{kind.Version}, Kind={kind.Kind}";

    public static IReadOnlyList<string> FindProblems(TypeSchema type, JsonObject configuration)
    {
        var problems = new List<string>();
        CheckFields(type, configuration, "", problems);
        return problems;
    }

    private static void Check(TypeSchema? type, JsonNode? value, string path, List<string> problems)
    {
        if (value is null || type is null || (type.IsUntyped && value is not JsonObject))
        {
            return;
        }

        switch (type.Type, value)
        {
            case (FieldType.Object or FieldType.Map, JsonObject json):
                CheckFields(type, json, path, problems);
                break;
            case (FieldType.Object or FieldType.Map, _):
                problems.Add($"{path}: expected map, got {Print(value)}");
                break;
            case (FieldType.List, JsonArray items):
                CheckItems(type, items, path, problems);
                break;
            case (FieldType.List, _):
                problems.Add($"{path}: expected list, got {Print(value)}");
                break;
            case (FieldType.Integer or FieldType.Number, _) when value.GetValueKind() != JsonValueKind.Number:
                problems.Add($"{path}: expected numeric (int or float), got {GoValues.TypeOf(value)}");
                break;
            case (FieldType.Flag, _) when value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False):
                problems.Add($"{path}: expected boolean, got {Print(value)}");
                break;
            case (FieldType.Text or FieldType.Bytes, _) when value.GetValueKind() != JsonValueKind.String:
                problems.Add($"{path}: expected string, got &value.valueUnstructured{{Value:{GoValues.PrintSource(value)}}}");
                break;
            case (FieldType.IntOrString or FieldType.Quantity or FieldType.Time or FieldType.MicroTime, JsonObject or JsonArray):
                problems.Add($"{path}: expected any scalar, got {Print(value)}");
                break;
            default:
                break;
        }
    }

    private static string Print(JsonNode value) => $"&{{{GoValues.Print(value)}}}";

    private static void CheckFields(TypeSchema type, JsonObject json, string path, List<string> problems)
    {
        foreach (var (key, value) in json)
        {
            var fieldType = FieldTypes.FindType(type, key, value);
            var isKnown = type.Type == FieldType.Map || type.FindField(key) is not null || type.KeepsUnknownFields;
            if (!isKnown)
            {
                // Kubernetes reports the first of an object only.
                problems.Add($"{path}.{key}: field not declared in schema");
                return;
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
            if (FindItemProblem(type, item) is { } problem)
            {
                problems.Add($"{path}: element {index}: {problem}");
                return;
            }

            var element = ListItems.CreateElement(type, item);
            if (!seen.Add(element))
            {
                problems.Add($"{path}: duplicate entries for key {element.ToPathText()}");
            }

            Check(type.Items, item, path + element.ToPathText(), problems);
        }
    }

    private static string? FindItemProblem(TypeSchema list, JsonNode? item) =>
        (list.ListMerge, item) switch
        {
            (ListMerge.Set, JsonObject) => "associative list without keys has an element that's a map type",
            (ListMerge.Set, JsonArray) => "not supported: associative list with lists as elements",
            (ListMerge.Set, null) => "associative list without keys has an element that's an explicit null",
            (ListMerge.Map, null) => "associative list with keys may not have a null element",
            (ListMerge.Map, not JsonObject) => "associative list with keys may not have non-map elements",
            (ListMerge.Map, JsonObject json) when list.MapKeys.All(key => !json.ContainsKey(key) && !ListItems.HasDefault(list, key)) =>
                $"associative list with keys has an element that omits all key fields [{string.Join(' ', list.MapKeys.Select(Quote))}] "
                    + "(and doesn't have default values for any key fields)",
            _ => null,
        };

    private static string Quote(string key) => $"\"{key}\"";
}

using System.Text.Json.Nodes;

namespace Infra.Generator.Condensing;

/// <summary>
/// Moves the spec and the status of kinds, and the parts of schemas that occur more than once, to definitions of their own. A definition
/// is named by the path of its first occurrence, such as <c>Cluster.spec.affinity</c>; a list's items and a map's values have its path.
/// </summary>
internal sealed class SharedSchemas
{
    /// <summary>Below it a reference is hardly shorter.</summary>
    private const int ShortestShared = 160;

    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    private SharedSchemas() { }

    public static IEnumerable<(string Name, JsonObject Schema)> Extract(IReadOnlyList<(string Name, JsonObject Schema)> roots)
    {
        var shared = new SharedSchemas();
        foreach (var (_, schema) in roots)
        {
            shared.Count(schema);
        }

        foreach (var (name, schema) in roots)
        {
            shared._definitions[name] = shared.Rewrite(schema, name);
        }

        return shared._definitions.Select(definition => (definition.Key, definition.Value));
    }

    private void Count(JsonObject schema)
    {
        var text = schema.ToJsonString();
        _occurrences[text] = _occurrences.GetValueOrDefault(text) + 1;
        // The parts of a repeated part are counted once.
        if (_occurrences[text] == 1)
        {
            foreach (var (_, part) in Parts(schema))
            {
                Count(part);
            }
        }
    }

    private static IEnumerable<(string Name, JsonObject Part)> Parts(JsonObject schema)
    {
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            yield return (name, property!.AsObject());
        }

        foreach (var keyword in (string[])["items", "additionalProperties"])
        {
            if (schema[keyword] is JsonObject inner)
            {
                yield return ("", inner);
            }
        }
    }

    private JsonObject Rewrite(JsonObject schema, string path)
    {
        var result = new JsonObject();
        foreach (var (keyword, value) in schema)
        {
            result[keyword] = value switch
            {
                JsonObject properties when keyword == "properties" => new JsonObject(
                    properties.Select(property =>
                        KeyValuePair.Create<string, JsonNode?>(
                            property.Key,
                            Refer(property.Value!.AsObject(), $"{path}.{property.Key}", IsSection(path, property.Key))
                        )
                    )
                ),
                JsonObject inner when keyword is "items" or "additionalProperties" => Refer(inner, path, isOwn: false),
                _ => value?.DeepClone(),
            };
        }

        return result;
    }

    private static bool IsSection(string path, string property) => !path.Contains('.') && property is "spec" or "status";

    private JsonObject Refer(JsonObject schema, string path, bool isOwn)
    {
        var text = schema.ToJsonString();
        if (!isOwn && (_occurrences[text] == 1 || text.Length < ShortestShared))
        {
            return Rewrite(schema, path);
        }

        if (!_names.TryGetValue(text, out var name))
        {
            name = FindFreeName(path);
            _names[text] = name;
            // Reserves the name before the parts, which may have the same path, are named.
            _definitions[name] = [];
            _definitions[name] = Rewrite(schema, path);
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    private string FindFreeName(string path) =>
        Enumerable
            .Range(1, int.MaxValue)
            .Select(number => number == 1 ? path : $"{path}[{number}]")
            .First(candidate => !_definitions.ContainsKey(candidate));
}

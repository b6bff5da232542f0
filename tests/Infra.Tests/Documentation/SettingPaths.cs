using System.Text.Json;

namespace Infra.Tests.Documentation;

/// <summary>The paths of settings in <c>stacks/schema.json</c>, from the top level, a service or a container on.</summary>
internal sealed class SettingPaths(JsonElement schema)
{
    private const string AnyName = "<name>";
    private const string Reference = "#/definitions/";

    /// <summary>
    /// Whether a setting exists. Entries of lists have no segment of their own, those of maps the segment <c>&lt;name&gt;</c>.
    /// </summary>
    public bool Exists(string path)
    {
        var definitions = schema.GetProperty("definitions");
        JsonElement[] starts = [schema, definitions.GetProperty("service"), definitions.GetProperty("container")];
        return Array.Exists(starts, start => Exists(start, path.Split('.')));
    }

    private bool Exists(JsonElement node, ReadOnlySpan<string> path)
    {
        foreach (var alternative in Alternatives(node))
        {
            if (path.IsEmpty || Exists(alternative, path[0], path[1..]))
            {
                return true;
            }
        }

        return false;
    }

    private bool Exists(JsonElement node, string key, ReadOnlySpan<string> rest) =>
        node.TryGetProperty("items", out var items) ? Exists(items, [key, .. rest])
        : key == AnyName
            ? node.TryGetProperty("additionalProperties", out var value) && value.ValueKind == JsonValueKind.Object && Exists(value, rest)
        : node.TryGetProperty("properties", out var properties)
            && properties.TryGetProperty(key, out var property)
            && Exists(property, rest);

    /// <summary>A schema, or those that it refers to.</summary>
    private IEnumerable<JsonElement> Alternatives(JsonElement node)
    {
        if (node.TryGetProperty("$ref", out var reference))
        {
            var definition = schema.GetProperty("definitions").GetProperty(reference.GetString()![Reference.Length..]);
            return Alternatives(definition);
        }

        return node.TryGetProperty("anyOf", out var alternatives) ? alternatives.EnumerateArray().SelectMany(Alternatives) : [node];
    }
}

using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Drift;

/// <summary>Finds the owner of a field in the managed fields of an object.</summary>
internal static class FieldOwners
{
    /// <summary>Finds the manager that has set a field last, or null.</summary>
    /// <param name="live">The object with its managed fields.</param>
    /// <param name="path">The field; list items are given by their index.</param>
    public static FieldOwner? Find(JsonObject live, PropertyPath path) =>
        live.Objects("metadata", "managedFields")
            .Where(entry => Owns(entry["fieldsV1"], live, path.Segments.AsSpan()))
            .OrderBy(entry => entry.Text("time"), StringComparer.Ordinal)
            .Select(entry => new FieldOwner(Name(entry), entry.Text("time") ?? ""))
            .LastOrDefault();

    private static string Name(JsonObject entry) =>
        entry.Text("subresource") is { Length: > 0 } subresource ? $"{entry.Text("manager")} ({subresource})" : entry.Text("manager") ?? "";

    /// <param name="fields">The fields of a manager at this depth; an empty set owns everything below.</param>
    /// <param name="value">The live value at this depth.</param>
    /// <param name="path">The rest of the path.</param>
    private static bool Owns(JsonNode? fields, JsonNode? value, ReadOnlySpan<PropertyPathSegment> path)
    {
        if (fields is not JsonObject set)
        {
            return false;
        }

        if (path.IsEmpty || set.Count == 0)
        {
            return true;
        }

        if (path[0].Name is { } name)
        {
            return Owns(set[$"f:{name}"], (value as JsonObject)?[name], path[1..]);
        }

        var item = value is JsonArray list && path[0].Index < list.Count ? list[path[0].Index] : null;
        foreach (var (key, child) in set)
        {
            if (Matches(key, item, path[0].Index) && Owns(child, item, path[1..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where a key of the managed fields means a list item: by its keys, by its value or by its index.</summary>
    private static bool Matches(string key, JsonNode? item, int index) =>
        key switch
        {
            ['k', ':', ..] => JsonNode.Parse(key[2..]) is JsonObject keys
                && item is JsonObject map
                && keys.All(pair => JsonNode.DeepEquals(pair.Value, map[pair.Key])),
            ['v', ':', ..] => JsonNode.DeepEquals(JsonNode.Parse(key[2..]), item),
            ['i', ':', ..] => key[2..] == index.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => false,
        };
}

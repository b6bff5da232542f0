using System.Text.Json.Nodes;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Property paths within JSON. Paths with wildcards do not identify a single value and are ignored.</summary>
internal static class JsonPaths
{
    /// <summary>Finds the node at a path, or null.</summary>
    public static JsonNode? Find(JsonNode? root, PropertyPath path) => Walk(root, path.Segments.AsSpan());

    /// <summary>Removes the value at a path, if there is one.</summary>
    public static void Remove(JsonObject root, PropertyPath path)
    {
        if (path.IsRoot)
        {
            return;
        }

        switch (Walk(root, path.Segments.AsSpan()[..^1]), path.Segments[^1])
        {
            case (JsonObject map, { Name: { } name }):
                map.Remove(name);
                break;
            case (JsonArray list, { Name: null } item) when item.Index < list.Count:
                list.RemoveAt(item.Index);
                break;
        }
    }

    /// <summary>Sets the value at a path to that of another document, if it has one. Missing objects on the path are created.</summary>
    public static void CopyValue(JsonObject from, JsonObject to, PropertyPath path)
    {
        if (path.IsRoot || Find(from, path) is not { } value)
        {
            return;
        }

        JsonNode? at = to;
        foreach (var segment in path.Segments.AsSpan()[..^1])
        {
            at = (at, segment) switch
            {
                (JsonObject map, { Name: { } name }) => map.ChildObjectOrList(name),
                (JsonArray list, { Name: null }) when segment.Index < list.Count => list[segment.Index],
                _ => null,
            };
        }

        switch (at, path.Segments[^1])
        {
            case (JsonObject map, { Name: { } name }):
                map[name] = value.DeepClone();
                break;
            case (JsonArray list, { Name: null } item) when item.Index < list.Count:
                list[item.Index] = value.DeepClone();
                break;
        }
    }

    private static JsonNode? ChildObjectOrList(this JsonObject map, string name) =>
        map[name] is JsonArray list ? list : map.ChildObject(name);

    private static JsonNode? Walk(JsonNode? node, ReadOnlySpan<PropertyPathSegment> segments)
    {
        foreach (var segment in segments)
        {
            node = (node, segment) switch
            {
                (JsonObject map, { Name: { } name }) => map[name],
                (JsonArray list, { Name: null }) when segment.Index < list.Count => list[segment.Index],
                _ => null,
            };
        }

        return node;
    }
}

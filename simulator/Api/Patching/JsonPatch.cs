using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Patching;

/// <summary>JSON patch (RFC 6902). As in Kubernetes, replacing a missing member adds it.</summary>
internal static class JsonPatch
{
    /// <exception cref="StatusException">The patch is malformed, or does not fit the object.</exception>
    public static JsonObject Apply(JsonObject target, JsonNode patch)
    {
        if (patch is not JsonArray operations)
        {
            throw StatusException.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        }

        JsonNode? root = target;
        foreach (var operation in operations)
        {
            root = Apply(root, operation as JsonObject ?? []);
        }

        return root as JsonObject ?? throw CreateRejection();
    }

    private static JsonNode? Apply(JsonNode? root, JsonObject operation)
    {
        var path = Parse(operation.Text("path"));
        switch (operation.Text("op"))
        {
            case "add":
                return Put(root, path, operation["value"]?.DeepClone(), inserts: true);
            case "replace":
                return Put(root, path, operation["value"]?.DeepClone(), inserts: false);
            case "remove":
                Remove(root, path);
                return root;
            case "move":
                var removed = Remove(root, Parse(operation.Text("from")));
                return Put(root, path, removed, inserts: true);
            case "copy":
                return Put(root, path, Get(root, Parse(operation.Text("from")))?.DeepClone(), inserts: true);
            case "test":
                return JsonNode.DeepEquals(Get(root, path), operation["value"]) ? root : throw CreateRejection();
            default:
                throw CreateRejection();
        }
    }

    private static string[] Parse(string? pointer) =>
        pointer is null || (pointer.Length > 0 && pointer[0] != '/')
            ? throw CreateRejection()
            :
            [
                .. pointer
                    .Split('/')
                    .Skip(1)
                    .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
            ];

    private static JsonNode? Get(JsonNode? root, ReadOnlySpan<string> path)
    {
        var node = root;
        foreach (var key in path)
        {
            node = node switch
            {
                JsonObject container when container.TryGetPropertyValue(key, out var value) => value,
                JsonArray array => array[Index(array, key, array.Count - 1)],
                _ => throw CreateRejection(),
            };
        }
        return node;
    }

    private static JsonNode? Put(JsonNode? root, string[] path, JsonNode? value, bool inserts)
    {
        if (path.Length == 0)
        {
            return value;
        }

        switch (Get(root, path.AsSpan(0, path.Length - 1)))
        {
            case JsonObject container:
                container[path[^1]] = value;
                break;
            case JsonArray array when path[^1] == "-":
                array.Add(value);
                break;
            case JsonArray array when inserts:
                array.Insert(Index(array, path[^1], array.Count), value);
                break;
            case JsonArray array:
                array[Index(array, path[^1], array.Count - 1)] = value;
                break;
            default:
                throw CreateRejection();
        }
        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0)
        {
            throw CreateRejection();
        }

        switch (Get(root, path.AsSpan(0, path.Length - 1)))
        {
            case JsonObject container when container.TryGetPropertyValue(path[^1], out var value):
                container.Remove(path[^1]);
                return value;
            case JsonArray array:
                var index = Index(array, path[^1], array.Count - 1);
                var item = array[index];
                array.RemoveAt(index);
                return item;
            default:
                throw CreateRejection();
        }
    }

    private static int Index(JsonArray array, string key, int last)
    {
        if (!int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            throw CreateRejection();
        }

        if (index < 0)
        {
            index += array.Count;
        }

        return index >= 0 && index <= last ? index : throw CreateRejection();
    }

    private static StatusException CreateRejection() =>
        new(422, StatusReason.Invalid, "the server rejected our request due to an error in our request", []);
}

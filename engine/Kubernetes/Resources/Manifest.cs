using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Reads and writes the parts that all objects have.</summary>
internal static class Manifest
{
    /// <summary>Gets the kind of the object, with group and version.</summary>
    public static GroupVersionKind Type(this JsonObject manifest) =>
        GroupVersionKind.Parse(manifest.Text("apiVersion") ?? "", manifest.Text("kind") ?? "");

    public static string Name(this JsonObject manifest) => manifest.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject manifest) => manifest.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject manifest) => manifest.Text("metadata", "uid") ?? "";

    /// <summary>Gets the id of the object in the state: <c>namespace/name</c>, or <c>name</c> without a namespace.</summary>
    public static string Id(this JsonObject manifest) =>
        manifest.Namespace() is { Length: > 0 } space ? $"{space}/{manifest.Name()}" : manifest.Name();

    /// <summary>Gets the name for messages: the id without the namespace <c>default</c>.</summary>
    public static string DisplayName(this JsonObject manifest) =>
        manifest.Namespace() is { Length: > 0 } space and not "default" ? $"{space}/{manifest.Name()}" : manifest.Name();

    /// <summary>Finds the node at a path, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = (node as JsonObject)?[key];
        }

        return node;
    }

    /// <summary>Finds the string at a path, or null.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Finds the integer at a path, or null.</summary>
    public static long? Integer(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value ? (long?)value.Number() : null;

    /// <summary>Converts a value to an integer, whatever its CLR type, or null.</summary>
    public static double? Number(this JsonValue value) =>
        value.GetValueKind() != JsonValueKind.Number ? null
        : value.TryGetValue<double>(out var real) ? real
        : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<int>(out var small) ? small
        : null;

    /// <summary>True for null, false, 0, "" and empty lists and maps.</summary>
    public static bool IsEmpty(this JsonNode? node) =>
        node switch
        {
            null => true,
            JsonObject map => map.Count == 0,
            JsonArray list => list.Count == 0,
            JsonValue value => value.GetValueKind() switch
            {
                JsonValueKind.False => true,
                JsonValueKind.String => value.GetValue<string>().Length == 0,
                _ => value.Number() == 0,
            },
            _ => false,
        };

    /// <summary>True if the value at a path is true.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>Gets the objects of the list at a path; none without a list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>Finds an annotation, or null.</summary>
    public static string? Annotation(this JsonObject manifest, string key) => manifest.Text("metadata", "annotations", key);

    /// <summary>Gets or creates the object at a key; null if the key has another value, such as an unknown.</summary>
    public static JsonObject? ChildObject(this JsonObject parent, string key)
    {
        if (parent[key] is null)
        {
            parent[key] = new JsonObject();
        }

        return parent[key] as JsonObject;
    }

    /// <summary>Sets a string in the metadata, unless the metadata are unknown.</summary>
    public static void SetMetadata(this JsonObject manifest, string key, string value)
    {
        if (manifest.ChildObject("metadata") is { } metadata)
        {
            metadata[key] = value;
        }
    }

    /// <summary>Sets an annotation, unless the annotations are unknown.</summary>
    public static void SetAnnotation(this JsonObject manifest, string key, string value)
    {
        if (manifest.ChildObject("metadata")?.ChildObject("annotations") is { } annotations)
        {
            annotations[key] = value;
        }
    }

    public static JsonObject Copy(this JsonObject manifest) => (JsonObject)manifest.DeepClone();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Reading and writing the parts that every Kubernetes object has.</summary>
internal static class Manifest
{
    /// <summary>The object's type.</summary>
    public static GroupVersionKind Type(this JsonObject manifest) =>
        GroupVersionKind.Parse(manifest.Text("apiVersion") ?? "", manifest.Text("kind") ?? "");

    public static string Name(this JsonObject manifest) => manifest.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject manifest) => manifest.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject manifest) => manifest.Text("metadata", "uid") ?? "";

    /// <summary>The id of an object in a state: <c>namespace/name</c>, or <c>name</c> where it lives in no namespace.</summary>
    public static string Id(this JsonObject manifest) => manifest.Namespace() is { Length: > 0 } space ? $"{space}/{manifest.Name()}" : manifest.Name();

    /// <summary>As <see cref="Id"/>, leaving out the namespace <c>default</c>: what messages call an object.</summary>
    public static string DisplayName(this JsonObject manifest) =>
        manifest.Namespace() is { Length: > 0 } space and not "default" ? $"{space}/{manifest.Name()}" : manifest.Name();

    /// <summary>The node at a path, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = (node as JsonObject)?[key];
        }

        return node;
    }

    /// <summary>The text at a path, or null where there is none.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The whole number at a path, or null where there is none.</summary>
    public static long? Integer(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value ? (long?)value.Number() : null;

    /// <summary>The number a value is, whatever it was made of, or null.</summary>
    public static double? Number(this JsonValue value) => value.GetValueKind() != JsonValueKind.Number ? null
        : value.TryGetValue<double>(out var real) ? real
        : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<int>(out var small) ? small
        : null;

    /// <summary>Whether a value says no more than its absence: null, false, 0, "", an empty list or map.</summary>
    public static bool IsEmpty(this JsonNode? node) => node switch
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

    /// <summary>Whether the value at a path is true.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The objects of the list at a path; none where there is no list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>An annotation, or null.</summary>
    public static string? Annotation(this JsonObject manifest, string key) => manifest.Text("metadata", "annotations", key);

    /// <summary>The object of a key, made where it is absent; null where something else is there, an unknown for example.</summary>
    public static JsonObject? ChildObject(this JsonObject parent, string key)
    {
        if (parent[key] is null)
        {
            parent[key] = new JsonObject();
        }

        return parent[key] as JsonObject;
    }

    /// <summary>Sets a text in the metadata. Does nothing where the metadata are unknown.</summary>
    public static void SetMetadata(this JsonObject manifest, string key, string value)
    {
        if (manifest.ChildObject("metadata") is { } metadata)
        {
            metadata[key] = value;
        }
    }

    /// <summary>Sets an annotation. Does nothing where the annotations are unknown.</summary>
    public static void SetAnnotation(this JsonObject manifest, string key, string value)
    {
        if (manifest.ChildObject("metadata")?.ChildObject("annotations") is { } annotations)
        {
            annotations[key] = value;
        }
    }

    public static JsonObject Copy(this JsonObject manifest) => (JsonObject)manifest.DeepClone();
}

using System.Text.Json.Nodes;

namespace Infra.Tests.Backends.Facts;

/// <summary>Reads the fields of manifests.</summary>
internal static class ManifestNodes
{
    /// <summary>The node at a path of fields; null if there is none.</summary>
    public static JsonNode? At(this JsonNode? node, string path) =>
        path.Split('.').Aggregate(node, (current, field) => current is JsonObject map ? map[field] : null);

    public static string? Text(this JsonNode? node, string path) => (node.At(path) as JsonValue)?.GetValue<string>();

    public static bool IsTrue(this JsonNode? node, string path) => node.Text(path) == "true";

    public static IEnumerable<JsonObject> Items(this JsonNode? node, string path) =>
        (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<KeyValuePair<string, string>> Entries(this JsonNode? node, string path) =>
        from entry in node.At(path) as JsonObject ?? []
        where entry.Value is JsonValue
        select KeyValuePair.Create(entry.Key, entry.Value!.GetValue<string>());

    /// <summary>All scalars below a node by their paths, such as <c>rules[0].host</c>. A list of scalars counts as one.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Leaves(this JsonNode? node, string path = "") =>
        node switch
        {
            JsonObject map => map.SelectMany(entry => entry.Value.Leaves(path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
            JsonArray list when list.All(item => item is JsonValue) => [KeyValuePair.Create(path, list.Joined())],
            JsonArray list => list.SelectMany((item, index) => item.Leaves($"{path}[{index}]")),
            JsonValue value => [KeyValuePair.Create(path, value.GetValue<string>())],
            _ => [],
        };

    /// <summary>A list of scalars in one text.</summary>
    public static string Joined(this JsonArray list) => string.Join(' ', list.Select(item => Quoted(item!.GetValue<string>())));

    private static string Quoted(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? FactSet.Shorten(text)
        : text.Length == 0 || text.Contains(' ', StringComparison.Ordinal) ? $"'{text}'"
        : text;
}

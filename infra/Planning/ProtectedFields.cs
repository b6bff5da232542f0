using System.Text.Json.Nodes;

namespace Infra.Backend.Planning;

/// <summary>
/// The fields by which an object is identified, and by which it selects pods: the program and its other objects rely on them.
/// </summary>
internal static class ProtectedFields
{
    private static readonly string[][] All =
    [
        ["apiVersion"],
        ["kind"],
        ["metadata", "name"],
        ["metadata", "generateName"],
        ["metadata", "namespace"],
        ["spec", "selector"],
        ["spec", "podSelector"],
        ["spec", "scaleTargetRef"],
        ["roleRef"],
    ];

    public static string Cure => "remove it; for an object of another name or with another selector, write a manifest";

    /// <summary>The protected fields that an object or patch contains.</summary>
    public static IEnumerable<string[]> In(JsonNode? json) => All.Where(field => Find(json, field) is { IsPresent: true });

    /// <summary>The first protected field whose value differs between two objects; null if there is none.</summary>
    public static string[]? FindChange(JsonNode? before, JsonNode? after) =>
        Array.Find(All, field => !JsonNode.DeepEquals(Find(before, field).Value, Find(after, field).Value));

    /// <summary>Whether a path leads to a protected field, or into one.</summary>
    public static bool Covers(string[] path) =>
        path.Length == 0 || Array.Exists(All, field => path.Length >= field.Length && path.AsSpan().StartsWith(field));

    public static string Problem(IEnumerable<string> field) => $"a patch cannot change {string.Join('.', field)}";

    private static (bool IsPresent, JsonNode? Value) Find(JsonNode? json, string[] path)
    {
        var node = json;
        foreach (var key in path)
        {
            if (node is not JsonObject container || !container.TryGetPropertyValue(key, out node))
            {
                return (false, null);
            }
        }

        return (true, node);
    }
}

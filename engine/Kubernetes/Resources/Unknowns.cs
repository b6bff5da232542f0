using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>
/// Unknown values of previews. In a manifest they are a text, whatever their type: Pulumi's sentinel for unknown strings, which no real
/// value equals.
/// </summary>
internal static class Unknowns
{
    public const string Sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public static bool IsUnknown(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text == Sentinel;

    /// <summary>True if a node contains an unknown.</summary>
    public static bool In(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.Any(p => In(p.Value)),
            JsonArray list => list.Any(In),
            _ => IsUnknown(node),
        };
}

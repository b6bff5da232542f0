using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>
/// Values that a preview cannot know yet. Inside a manifest an unknown is this text, whatever its type: it is Pulumi's own
/// sentinel for an unknown string, so it can be no real value.
/// </summary>
internal static class Unknowns
{
    public const string Sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public static bool IsUnknown(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text == Sentinel;

    /// <summary>Whether there is an unknown anywhere in it.</summary>
    public static bool In(JsonNode? node) => node switch
    {
        JsonObject map => map.Any(p => In(p.Value)),
        JsonArray list => list.Any(In),
        _ => IsUnknown(node),
    };
}

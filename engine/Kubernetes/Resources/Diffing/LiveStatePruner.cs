using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources.Diffing;

/// <summary>
/// Prunes a live object to the fields that the program had set, so that defaults of the server are not a difference. Lists are matched by
/// position, up to the length of the program's list.
/// </summary>
internal static class LiveStatePruner
{
    /// <summary>Copies the fields of <paramref name="live"/> that <paramref name="shape"/> has.</summary>
    public static JsonObject Prune(JsonObject live, JsonObject shape)
    {
        var pruned = new JsonObject();
        foreach (var (key, template) in shape)
        {
            if (live.TryGetPropertyValue(key, out var value))
            {
                pruned[key] = PruneValue(value, template);
            }
        }

        return pruned;
    }

    private static JsonNode? PruneValue(JsonNode? live, JsonNode? shape) =>
        (live, shape) switch
        {
            (JsonObject map, JsonObject template) => Prune(map, template),
            (JsonArray list, JsonArray template) => PruneList(list, template),
            _ => live?.DeepClone(),
        };

    private static JsonArray PruneList(JsonArray live, JsonArray shape)
    {
        // Items of different JSON types cannot be matched.
        if (
            live.Count > 0
            && shape.Count > 0
            && live[0]?.GetValueKind() is var kind
            && kind != shape[0]?.GetValueKind()
            && !(IsFlag(kind) && IsFlag(shape[0]?.GetValueKind()))
        )
        {
            return (JsonArray)live.DeepClone();
        }

        var pruned = new JsonArray();
        for (var i = 0; i < shape.Count && i < live.Count; i++)
        {
            pruned.Add(PruneValue(live[i], shape[i]));
        }

        return pruned;
    }

    private static bool IsFlag(JsonValueKind? kind) => kind is JsonValueKind.True or JsonValueKind.False;
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Resources.Diffing;

/// <summary>
/// Cuts a live object down to the fields the program had set, so that what the server filled in is no difference. Lists are
/// taken by position, up to the length of the program's list.
/// </summary>
internal static class LiveStatePruner
{
    /// <summary>Makes a copy of <paramref name="live"/> with only the fields of <paramref name="shape"/>.</summary>
    public static JsonObject Prune(JsonObject live, JsonObject shape)
    {
        var pruned = new JsonObject();
        foreach (var (key, wanted) in shape)
        {
            if (live.TryGetPropertyValue(key, out var value))
            {
                pruned[key] = PruneValue(value, wanted);
            }
        }

        return pruned;
    }

    private static JsonNode? PruneValue(JsonNode? live, JsonNode? shape) => (live, shape) switch
    {
        (JsonObject map, JsonObject wanted) => Prune(map, wanted),
        (JsonArray list, JsonArray wanted) => PruneList(list, wanted),
        _ => live?.DeepClone(),
    };

    private static JsonArray PruneList(JsonArray live, JsonArray shape)
    {
        // A list of another sort of item than the program's cannot be matched item by item.
        if (live.Count > 0 && shape.Count > 0 && live[0]?.GetValueKind() is var kind && kind != shape[0]?.GetValueKind()
            && !(IsFlag(kind) && IsFlag(shape[0]?.GetValueKind())))
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

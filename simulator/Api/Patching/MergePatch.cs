using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Patching;

/// <summary>JSON merge patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Applies <paramref name="patch"/> to <paramref name="target"/> and returns it, with its keys sorted.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
            {
                target.Remove(key);
            }
            else if (value is JsonObject nested)
            {
                MergeObject(target, key, nested);
            }
            else
            {
                target[key] = value is JsonArray list ? WithoutNulls(list) : value.DeepClone();
            }
        }

        TouchedKeys.Sort(target);
        return target;
    }

    private static void MergeObject(JsonObject target, string key, JsonObject patch)
    {
        if (target[key] is JsonObject present)
        {
            Apply(present, patch);
        }
        else
        {
            target[key] = Apply([], patch);
        }
    }

    /// <summary>Copies a list; the objects in it lose their null members, the list keeps its null items.</summary>
    private static JsonArray WithoutNulls(JsonArray list) =>
        new([
            .. list.Select(item =>
                item switch
                {
                    JsonObject map => Apply([], map),
                    JsonArray inner => WithoutNulls(inner),
                    _ => item?.DeepClone(),
                }
            ),
        ]);
}

using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Patching;

/// <summary>JSON merge patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Applies <paramref name="patch"/> to <paramref name="target"/> and returns it.</summary>
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
                target[key] = value.DeepClone();
            }
        }
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
}

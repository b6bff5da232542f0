using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>
/// Updates without server-side apply: computes a JSON merge patch (RFC 7386) that sets the program's fields and removes those it no longer
/// sets. Lists are replaced as a whole.
/// </summary>
internal static class ThreeWayMerge
{
    /// <summary>Computes the patch that leads from <paramref name="live"/> to <paramref name="new"/>; empty without a difference.</summary>
    public static JsonObject Patch(JsonObject old, JsonObject @new, JsonObject live)
    {
        var patch = new JsonObject();
        foreach (var (key, desired) in @new)
        {
            var present = live[key];
            if (desired is JsonObject map && present is JsonObject current)
            {
                var inner = Patch(old[key] as JsonObject ?? [], map, current);
                if (inner.Count > 0)
                {
                    patch[key] = inner;
                }
            }
            else if (!JsonNode.DeepEquals(desired, present))
            {
                patch[key] = desired?.DeepClone();
            }
        }

        foreach (var (key, _) in old)
        {
            if (!@new.ContainsKey(key) && live.ContainsKey(key))
            {
                patch[key] = null;
            }
        }

        return patch;
    }
}

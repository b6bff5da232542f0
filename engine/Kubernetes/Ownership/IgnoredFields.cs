using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes.Schema;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Ownership;

/// <summary>
/// Prepares manifests for updates that do not change ignored fields. The items of lists are matched with those of the live object as a
/// server-side apply matches them, so that a path with an index or a wildcard finds the same item in both.
/// </summary>
internal static class IgnoredFields
{
    /// <summary>
    /// Prepares an apply: fields that only other managers own are omitted; others are set to their live values, since omitting them would
    /// remove them.
    /// </summary>
    /// <param name="paths">The ignored paths.</param>
    /// <param name="manifest">The manifest, which changes.</param>
    /// <param name="live">The object with its managed fields.</param>
    /// <param name="manager">The apply manager.</param>
    /// <param name="takesOver">True if the program's fields under other managers become the apply manager's.</param>
    public static void PrepareApply(IgnoredPaths paths, JsonObject manifest, JsonObject live, string manager, bool takesOver)
    {
        if (!paths.IsEmpty)
        {
            var (own, others) = FieldManagers.Split(live, manager, takesOver);
            Visit(paths, new FieldContext(BuiltInTypes.FindSchema(live.Type()), IsAtomic: false, own, others), manifest, live);
        }
    }

    /// <summary>Sets the ignored fields to their live values.</summary>
    public static void KeepLive(IgnoredPaths paths, JsonObject manifest, JsonObject live) =>
        Visit(paths, new FieldContext(BuiltInTypes.FindSchema(live.Type()), IsAtomic: false, Own: null, Others: null), manifest, live);

    /// <summary>A manifest with the live values of the ignored fields. The manifest itself does not change.</summary>
    public static JsonObject WithLive(IgnoredPaths paths, JsonObject manifest, JsonObject live)
    {
        if (paths.IsEmpty)
        {
            return manifest;
        }

        var result = manifest.DeepClone().AsObject();
        KeepLive(paths, result, live);
        return result;
    }

    private static void Visit(IgnoredPaths paths, FieldContext context, JsonObject manifest, JsonObject live)
    {
        foreach (var path in paths.Paths.Where(p => !p.IsRoot))
        {
            Visit(context, manifest, live, path.Segments.AsSpan());
        }
    }

    private static void Visit(FieldContext context, JsonNode? manifest, JsonNode? live, ReadOnlySpan<PropertyPathSegment> path)
    {
        switch (manifest, live)
        {
            case (JsonObject map, JsonObject current) when path[0].Name is { } name:
                foreach (var key in path[0].IsWildcard ? [.. map.Concat(current).Select(f => f.Key).Distinct()] : new[] { name })
                {
                    VisitField(context.Field(key), map, current, key, path[1..]);
                }

                break;
            case (JsonArray list, JsonArray current):
                for (var i = 0; i < list.Count; i++)
                {
                    if (path[0].IsWildcard || path[0].Index == i)
                    {
                        VisitItem(context, list, current, i, path[1..]);
                    }
                }

                break;
        }
    }

    private static void VisitField(
        FieldContext context,
        JsonObject map,
        JsonObject current,
        string key,
        ReadOnlySpan<PropertyPathSegment> rest
    )
    {
        var value = current[key];
        if (rest.IsEmpty)
        {
            if (context is { Others: not null, Own: null })
            {
                map.Remove(key);
            }
            else if (value is not null)
            {
                map[key] = value.DeepClone();
            }
        }
        else if (map[key] is { } present)
        {
            Visit(context, present, value, rest);
        }
        else if (value is JsonObject)
        {
            var added = new JsonObject();
            Visit(context, added, value, rest);
            if (added.Count > 0)
            {
                map[key] = added;
            }
        }
    }

    private static void VisitItem(
        FieldContext context,
        JsonArray list,
        JsonArray current,
        int index,
        ReadOnlySpan<PropertyPathSegment> rest
    )
    {
        var identity = ListIdentity.For(context);
        var key = identity?.KeyOf(list[index]) ?? "";
        var live = identity is null ? current.ElementAtOrDefault(index) : current.FirstOrDefault(item => identity.KeyOf(item) == key);
        if (live is null)
        {
            return;
        }

        if (rest.IsEmpty)
        {
            list[index] = live.DeepClone();
        }
        else
        {
            // The owner of a list that is replaced as a whole owns all of its items.
            var item = identity is null
                ? new FieldContext(context.Type?.Items, IsAtomic: false, Own: null, Others: null)
                : context.Item(identity, key);
            Visit(item, list[index], live, rest);
        }
    }
}

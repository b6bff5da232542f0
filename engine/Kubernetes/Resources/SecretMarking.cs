using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Marks secrets in properties that were converted from a manifest, which cannot mark them.</summary>
internal static class SecretMarking
{
    /// <summary>
    /// Marks the secrets of <paramref name="source"/> at the same paths of <paramref name="target"/>, and the data of Secrets. Lists are
    /// marked as a whole, since items may have moved.
    /// </summary>
    public static PropertyMap Mark(PropertyMap target, PropertyMap source)
    {
        if (target.Find("kind") is PropertyString { Value: "Secret" })
        {
            return MarkKey(MarkKey(target, "data"), "stringData");
        }

        var marked = target;
        foreach (var (key, value) in source)
        {
            if (target.Find(key) is not { } present)
            {
                continue;
            }

            if (present is PropertyObject inner && value is PropertyObject sourceObject)
            {
                var innerMarked = Mark(inner.Properties, sourceObject.Properties);
                if (!ReferenceEquals(innerMarked, inner.Properties))
                {
                    marked = marked.SetItem(key, innerMarked);
                }
            }
            else if (value.ContainsSecrets())
            {
                marked = marked.SetItem(key, present.MakeSecret());
            }
        }

        return marked;
    }

    private static PropertyMap MarkKey(PropertyMap map, string key) =>
        map.Find(key) is { } value and not PropertySecret ? map.SetItem(key, value.MakeSecret()) : map;
}

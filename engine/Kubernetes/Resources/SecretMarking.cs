using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Keeps secret what is secret: marks are lost in a manifest and have to be put back on everything that is made of it.</summary>
internal static class SecretMarking
{
    /// <summary>
    /// Marks in <paramref name="target"/> what is marked in <paramref name="source"/>, at the same paths. The data of a Secret is always
    /// marked. A list is marked as a whole, as its items may have changed places.
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

            if (present is PropertyObject inner && value is PropertyObject wanted)
            {
                var innerMarked = Mark(inner.Properties, wanted.Properties);
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

using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>Marks secrets in properties that were converted from a manifest, which cannot mark them.</summary>
internal static class SecretMarking
{
    /// <summary>
    /// Marks the secrets of <paramref name="source"/> at the same paths of <paramref name="target"/>, the data of Secrets, and kubectl's
    /// copy of the object where it may hold either. Lists are marked as a whole, since items may have moved.
    /// </summary>
    public static PropertyMap Mark(PropertyMap target, PropertyMap source)
    {
        var marked = MarkPaths(target, source);
        var isSecret = target.Find("kind") is PropertyString { Value: "Secret" };
        if (isSecret)
        {
            marked = MarkKey(MarkKey(marked, "data"), "stringData");
        }

        return isSecret || source.ContainsSecrets() ? MarkLastApplied(marked) : marked;
    }

    private static PropertyMap MarkPaths(PropertyMap target, PropertyMap source)
    {
        var marked = target;
        foreach (var (key, value) in source)
        {
            if (target.Find(key) is not { } present)
            {
                continue;
            }

            if (present is PropertyObject inner && value is PropertyObject sourceObject)
            {
                var innerMarked = MarkPaths(inner.Properties, sourceObject.Properties);
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

    private static PropertyMap MarkLastApplied(PropertyMap target) =>
        target.Find("metadata") is PropertyObject { Properties: var metadata }
        && metadata.Find("annotations") is PropertyObject { Properties: var annotations }
        && MarkKey(annotations, Annotations.LastAppliedConfiguration) is var marked
        && !ReferenceEquals(marked, annotations)
            ? target.SetItem("metadata", metadata.SetItem("annotations", marked))
            : target;

    /// <summary>Marks a value as a whole, without marks of its parts: so it is stored in one form, however the program marks it.</summary>
    private static PropertyMap MarkKey(PropertyMap map, string key) =>
        map.Find(key) is { } value and not PropertySecret ? map.SetItem(key, value.RevealSecrets().MakeSecret()) : map;
}

using System.Collections.Immutable;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>Restores the old inputs at the paths whose changes the program ignores.</summary>
internal static class IgnoredChanges
{
    /// <exception cref="FormatException">A path is malformed.</exception>
    public static PropertyMap Apply(PropertyMap inputs, PropertyMap oldInputs, IReadOnlyList<string> paths) =>
        paths
            .Select(PropertyPath.Parse)
            .Aggregate(inputs, (current, path) =>
                Reset(oldInputs, current, path.Segments.AsSpan()) is PropertyObject reset ? reset.Properties : current
            );

    /// <summary>Restores the old value at a path in the new one; null where the old one has none.</summary>
    private static PropertyValue? Reset(PropertyValue? old, PropertyValue? current, ReadOnlySpan<PropertyPathSegment> path)
    {
        if (path.IsEmpty)
        {
            return old;
        }

        if (current is PropertySecret secret)
        {
            return Reset(old, secret.Value, path)?.MakeSecret();
        }

        old = old is PropertySecret oldSecret ? oldSecret.Value : old;
        return (current, old) switch
        {
            (PropertyObject map, PropertyObject or null) => ResetObject(
                (old as PropertyObject)?.Properties ?? PropertyMap.Empty,
                map.Properties,
                path
            ),
            (PropertyArray array, PropertyArray or null) => ResetArray((old as PropertyArray)?.Elements ?? [], array.Elements, path),

            // The container of the ignored value was removed or has another type: a change that is not ignored.
            _ => current,
        };
    }

    private static PropertyObject ResetObject(PropertyMap old, PropertyMap current, ReadOnlySpan<PropertyPathSegment> path)
    {
        var keys =
            path[0].IsWildcard ? current.Keys.Union(old.Keys).ToArray()
            : path[0].Name is { } name ? [name]
            : [];
        foreach (var key in keys)
        {
            current = Reset(old.Find(key), current.Find(key), path[1..]) is { } value ? current.SetItem(key, value) : current.Remove(key);
        }

        return new PropertyObject(current);
    }

    private static PropertyArray ResetArray(
        ImmutableArray<PropertyValue> old,
        ImmutableArray<PropertyValue> current,
        ReadOnlySpan<PropertyPathSegment> path
    )
    {
        var elements = current.ToBuilder();
        for (var index = 0; index < elements.Count; index++)
        {
            if ((path[0].IsWildcard || path[0].Index == index) && index < old.Length)
            {
                elements[index] = Reset(old[index], elements[index], path[1..]) ?? elements[index];
            }
        }

        return new PropertyArray(elements.ToImmutable());
    }
}

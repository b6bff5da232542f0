using System.Collections.Immutable;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Support;

/// <summary>Changes single values of manifests.</summary>
internal static class ManifestEdit
{
    /// <summary>Replaces the value at a path; null removes it. Missing objects on the path are created.</summary>
    public static PropertyValue Set(PropertyValue? value, ImmutableArray<PropertyPathSegment> path, PropertyValue to)
    {
        if (path.IsEmpty)
        {
            return to;
        }

        var rest = path.RemoveAt(0);
        if (path[0].Name is { } name)
        {
            var map = (value as PropertyObject)?.Properties ?? PropertyMap.Empty;
            return rest.IsEmpty && to is PropertyNull
                ? map.Where((key, _) => key != name)
                : map.SetItem(name, Set(map.Find(name), rest, to));
        }

        var elements = (value as PropertyArray)?.Elements ?? [];
        return new PropertyArray(
            path[0].Index == elements.Length
                ? elements.Add(Set(null, rest, to))
                : elements.SetItem(path[0].Index, Set(elements[path[0].Index], rest, to))
        );
    }
}

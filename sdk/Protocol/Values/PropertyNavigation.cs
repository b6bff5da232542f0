using System.Collections.Immutable;

namespace Infra.Protocol.Values;

/// <summary>
/// Resolves a <see cref="PropertyPath"/> in a value. Wildcards match every child. Paths do not lead into secrets.
/// </summary>
public static class PropertyNavigation
{
    /// <summary>Finds the value at a path, the first match of a path with wildcards; null if there is none.</summary>
    public static PropertyValue? Get(this PropertyValue value, PropertyPath path) =>
        value.Find(path).Select(found => found.Value).FirstOrDefault();

    /// <summary>Finds all values that match a path, each with its path without wildcards.</summary>
    public static IEnumerable<(PropertyPath Path, PropertyValue Value)> Find(this PropertyValue value, PropertyPath path) =>
        Find(value, path.Segments, 0, PropertyPath.Root);

    /// <summary>
    /// Returns a copy with a value set at every match of a path. Parents and elements of arrays must exist; the last property need not.
    /// Null if nothing matches.
    /// </summary>
    public static PropertyValue? Set(this PropertyValue value, PropertyPath path, PropertyValue newValue) =>
        Change(value, path, (parent, segment) => parent switch
            {
                PropertyArray array when segment.Index >= 0 && segment.Index < array.Elements.Length => new PropertyArray(
                    array.Elements.SetItem(segment.Index, newValue)
                ),
                PropertyObject map when segment.Name is { } name => map.Properties.SetItem(name, newValue),
                _ => null,
            });

    /// <summary>
    /// Returns a copy without what matches a path. A property is removed; an element of an array becomes null, so that the other elements
    /// keep their indices. Null if nothing matches.
    /// </summary>
    public static PropertyValue? Remove(this PropertyValue value, PropertyPath path) =>
        Change(value, path, (parent, segment) => parent switch
            {
                PropertyArray array when segment.Index >= 0 && segment.Index < array.Elements.Length => new PropertyArray(
                    array.Elements.SetItem(segment.Index, PropertyValue.Null)
                ),
                PropertyObject map when segment.Name is { } name && map.Properties.ContainsKey(name) => map.Properties.Remove(name),
                _ => null,
            });

    /// <summary>
    /// Returns a copy with a value set at a path without wildcards. Missing objects and arrays are created, and arrays are filled with
    /// nulls. Null if an existing value on the path has the wrong kind.
    /// </summary>
    public static PropertyValue? Add(this PropertyValue value, PropertyPath path, PropertyValue newValue) =>
        Add(value, path.Segments.AsSpan(), newValue);

    private static IEnumerable<(PropertyPath Path, PropertyValue Value)> Find(
        PropertyValue value,
        ImmutableArray<PropertyPathSegment> segments,
        int depth,
        PropertyPath path
    ) =>
        depth == segments.Length
            ? [(path, value)]
            : Children(value, segments[depth]).SelectMany(child => Find(child.Value, segments, depth + 1, path.Append(child.Segment)));

    private static IEnumerable<(PropertyPathSegment Segment, PropertyValue Value)> Children(
        PropertyValue value,
        PropertyPathSegment segment
    ) =>
        (value, segment) switch
        {
            (PropertyObject map, { IsWildcard: true }) => map.Properties.Select(property =>
                ((PropertyPathSegment)property.Key, property.Value)
            ),
            (PropertyArray array, { IsWildcard: true }) => array.Elements.Select((element, i) => ((PropertyPathSegment)i, element)),
            (PropertyObject map, { Name: { } name }) when map.Properties.TryGetValue(name, out var child) => [(segment, child)],
            (PropertyArray array, { Index: >= 0 and var i }) when i < array.Elements.Length => [(segment, array.Elements[i])],
            _ => [],
        };

    private static PropertyValue? Change(
        PropertyValue value,
        PropertyPath path,
        Func<PropertyValue, PropertyPathSegment, PropertyValue?> change
    ) => path.IsRoot ? null : Change(value, path.Segments, 0, change);

    private static PropertyValue? Change(
        PropertyValue value,
        ImmutableArray<PropertyPathSegment> segments,
        int depth,
        Func<PropertyValue, PropertyPathSegment, PropertyValue?> change
    )
    {
        var isLast = depth == segments.Length - 1;
        if (isLast && !segments[depth].IsWildcard)
        {
            return change(value, segments[depth]);
        }

        var changed = value;
        foreach (var (segment, child) in Children(value, segments[depth]))
        {
            if (isLast)
            {
                changed = change(changed, segment) ?? changed;
            }
            else if (Change(child, segments, depth + 1, change) is { } changedChild)
            {
                changed = WithChild(changed, segment, changedChild);
            }
        }

        return ReferenceEquals(changed, value) ? null : changed;
    }

    private static PropertyValue WithChild(PropertyValue parent, PropertyPathSegment segment, PropertyValue child) =>
        parent switch
        {
            PropertyObject map => map.Properties.SetItem(segment.Name!, child),
            PropertyArray array => new PropertyArray(array.Elements.SetItem(segment.Index, child)),
            _ => throw new InvalidOperationException($"A {parent.GetType().Name} has no children."),
        };

    private static PropertyValue? Add(PropertyValue value, ReadOnlySpan<PropertyPathSegment> segments, PropertyValue newValue)
    {
        if (segments.IsEmpty)
        {
            return newValue;
        }

        switch (value, segments[0])
        {
            case (PropertyNull or PropertyObject, { Name: { } name, IsWildcard: false }):
                var properties = value is PropertyObject map ? map.Properties : PropertyMap.Empty;
                return Add(properties.Find(name) ?? PropertyValue.Null, segments[1..], newValue) is { } property
                    ? new PropertyObject(properties.SetItem(name, property))
                    : null;
            case (PropertyNull or PropertyArray, { Index: >= 0 and var index }):
                var elements = value is PropertyArray array ? array.Elements : [];
                if (index >= elements.Length)
                {
                    elements = elements.AddRange(Enumerable.Repeat(PropertyValue.Null, index + 1 - elements.Length));
                }

                return Add(elements[index], segments[1..], newValue) is { } element
                    ? new PropertyArray(elements.SetItem(index, element))
                    : null;
            default:
                return null;
        }
    }
}

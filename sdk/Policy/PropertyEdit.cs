using Infra.Protocol.Values;

namespace Infra.PolicyPacks;

/// <summary>Changes nested properties of a resource. Secrets stay secret, unknown values stay unknown.</summary>
public static class PropertyEdit
{
    /// <summary>Replaces the value at a path of property names and creates the objects missing on the way.</summary>
    /// <param name="properties">The properties to change; they stay as they are.</param>
    /// <param name="path">The names that lead to the value.</param>
    /// <param name="change">Returns the new value for the present one, which is null where there is none.</param>
    public static PropertyMap Update(this PropertyMap properties, ReadOnlySpan<string> path, Func<PropertyValue?, PropertyValue> change)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(change);
        var present = properties.Find(path[0]);
        PropertyValue? changed;
        if (path.Length == 1)
        {
            changed = change(present is PropertyNull ? null : present);
        }
        else
        {
            // A span cannot be captured, so the rest of the path is copied.
            var rest = path[1..].ToArray();
            changed = ChangeObject(present, inner => inner.Update(rest, change));
        }

        return changed is null || changed.Equals(present) ? properties : properties.SetItem(path[0], changed);
    }

    /// <summary>Changes every object in an array property.</summary>
    /// <param name="properties">The properties to change; they stay as they are.</param>
    /// <param name="name">The array property's name.</param>
    /// <param name="change">Returns the new properties of an object and its index.</param>
    public static PropertyMap UpdateItems(this PropertyMap properties, string name, Func<PropertyMap, int, PropertyMap> change)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var present = properties.Find(name);
        var changed = ChangeArray(present, (element, i) => ChangeExistingObject(element, map => change(map, i)));
        return changed is null || changed.Equals(present) ? properties : properties.SetItem(name, changed);
    }

    /// <summary>Changes the object in a property, if there is one.</summary>
    public static PropertyMap UpdateObject(this PropertyMap properties, string name, Func<PropertyMap, PropertyMap> change)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var present = properties.Find(name);
        return present is null || ChangeExistingObject(present, change) is var changed && changed.Equals(present)
            ? properties
            : properties.SetItem(name, changed);
    }

    private static PropertyValue ChangeExistingObject(PropertyValue value, Func<PropertyMap, PropertyMap> change) =>
        value is PropertyNull ? value : ChangeObject(value, change) ?? value;

    private static PropertyValue? ChangeObject(PropertyValue? value, Func<PropertyMap, PropertyMap> change) =>
        value switch
        {
            null or PropertyNull => change(PropertyMap.Empty),
            PropertyObject map => change(map.Properties),
            PropertySecret secret => ChangeObject(secret.Value, change) is { } changed ? new PropertySecret(changed) : null,
            PropertyOutput { Value: { } known } output => ChangeObject(known, change) is { } changed
                ? output with
                {
                    Value = changed,
                }
                : null,
            _ => null,
        };

    private static PropertyValue? ChangeArray(PropertyValue? value, Func<PropertyValue, int, PropertyValue> change) =>
        value switch
        {
            PropertyArray array => new PropertyArray([.. array.Elements.Select(change)]),
            PropertySecret secret => ChangeArray(secret.Value, change) is { } changed ? new PropertySecret(changed) : null,
            PropertyOutput { Value: { } known } output => ChangeArray(known, change) is { } changed
                ? output with
                {
                    Value = changed,
                }
                : null,
            _ => null,
        };
}

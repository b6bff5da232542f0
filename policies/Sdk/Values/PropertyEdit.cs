using Infra.Protocol.Values;

namespace Infra.Policies.Sdk.Values;

/// <summary>Changes within a resource's properties. What is secret stays secret, and what is unknown stays as it is.</summary>
internal static class PropertyEdit
{
    /// <summary>The properties with the value at a path of names replaced; objects missing on the way are created.</summary>
    /// <param name="properties">The properties to change.</param>
    /// <param name="path">The names that lead to the value.</param>
    /// <param name="change">Gives the new value for the present one, which is null where there is none.</param>
    public static PropertyMap Update(this PropertyMap properties, ReadOnlySpan<string> path, Func<PropertyValue?, PropertyValue> change)
    {
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

    /// <summary>The properties with every object in the array at a property changed.</summary>
    /// <param name="properties">The properties to change.</param>
    /// <param name="name">The array's name.</param>
    /// <param name="change">Gives for an object and its index what shall stand there.</param>
    public static PropertyMap UpdateItems(this PropertyMap properties, string name, Func<PropertyMap, int, PropertyMap> change)
    {
        var present = properties.Find(name);
        var changed = ChangeArray(present, (element, i) => ChangeExistingObject(element, map => change(map, i)));
        return changed is null || changed.Equals(present) ? properties : properties.SetItem(name, changed);
    }

    /// <summary>The properties with an object among them changed, where it is one.</summary>
    public static PropertyMap UpdateObject(this PropertyMap properties, string name, Func<PropertyMap, PropertyMap> change)
    {
        var present = properties.Find(name);
        return present is null || ChangeExistingObject(present, change) is var changed && changed.Equals(present)
            ? properties
            : properties.SetItem(name, changed);
    }

    private static PropertyValue ChangeExistingObject(PropertyValue value, Func<PropertyMap, PropertyMap> change) =>
        value is PropertyNull ? value : ChangeObject(value, change) ?? value;

    private static PropertyValue? ChangeObject(PropertyValue? value, Func<PropertyMap, PropertyMap> change) => value switch
    {
        null or PropertyNull => change(PropertyMap.Empty),
        PropertyObject map => change(map.Properties),
        PropertySecret secret => ChangeObject(secret.Value, change) is { } changed ? new PropertySecret(changed) : null,
        PropertyOutput { Value: { } known } output => ChangeObject(known, change) is { } changed ? output with { Value = changed } : null,
        _ => null,
    };

    private static PropertyValue? ChangeArray(PropertyValue? value, Func<PropertyValue, int, PropertyValue> change) => value switch
    {
        PropertyArray array => new PropertyArray([.. array.Elements.Select(change)]),
        PropertySecret secret => ChangeArray(secret.Value, change) is { } changed ? new PropertySecret(changed) : null,
        PropertyOutput { Value: { } known } output => ChangeArray(known, change) is { } changed ? output with { Value = changed } : null,
        _ => null,
    };
}

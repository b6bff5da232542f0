using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>Inputs with the old values at the paths whose changes the program ignores, by Pulumi's rules.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Unresettable">The paths where nothing can be restored: they lead through elements that were added or removed.</param>
internal readonly record struct IgnoredChanges(PropertyMap Inputs, IReadOnlyList<string> Unresettable)
{
    /// <summary>Restores the old inputs at the paths.</summary>
    /// <exception cref="FormatException">A path is malformed.</exception>
    public static IgnoredChanges Apply(PropertyMap inputs, PropertyMap oldInputs, IReadOnlyList<string> paths)
    {
        var unresettable = new List<string>();
        foreach (var path in paths)
        {
            var reset = Reset(
                new Place(new PropertyObject(oldInputs), new PropertyObject(inputs)),
                PropertyPath.Parse(path).Segments.AsSpan()
            );
            inputs = ((PropertyObject)reset.Value!).Properties;
            if (!reset.IsComplete)
            {
                unresettable.Add(path);
            }
        }

        return new IgnoredChanges(inputs, unresettable);
    }

    private static Outcome Reset(Place place, ReadOnlySpan<PropertyPathSegment> path)
    {
        var (old, oldIsSecret) = Unwrap(place.Old, place.OldIsSecret);
        var (current, newIsSecret) = Unwrap(place.New, place.NewIsSecret);
        var inner = new Place(old, current, oldIsSecret, newIsSecret);
        var outcome =
            path is [] ? new Outcome(current, false)
            : path[0].IsWildcard ? ResetAll(inner, path[1..])
            : path[0].Name is { } name ? ResetField(inner, name, path[1..])
            : ResetItem(inner, path[0].Index, path[1..]);
        return place.New is PropertySecret ? outcome with { Value = outcome.Value?.MakeSecret() } : outcome;
    }

    private static Outcome ResetField(Place place, string name, ReadOnlySpan<PropertyPathSegment> rest)
    {
        var (old, current) = (place.Old as PropertyObject, place.New as PropertyObject);
        var before = old?.Properties.Find(name);
        if (rest.IsEmpty)
        {
            return current is null ? new Outcome(place.New, before is null)
                : before is null ? new Outcome(new PropertyObject(current.Properties.Remove(name)), true)
                : new Outcome(new PropertyObject(current.Properties.SetItem(name, place.Restore(before))), true);
        }

        if (old is null || current is null)
        {
            return new Outcome(place.New, old is null && current is null);
        }

        if (current.Properties.Find(name) is not { } after)
        {
            return new Outcome(current, before is null);
        }

        var reset = Reset(place with { Old = before, New = after }, rest);
        return new Outcome(new PropertyObject(current.Properties.SetItem(name, reset.Value!)), reset.IsComplete);
    }

    private static Outcome ResetItem(Place place, int index, ReadOnlySpan<PropertyPathSegment> rest)
    {
        if ((place.Old, place.New) is not (PropertyArray old, PropertyArray current) || index < 0)
        {
            return new Outcome(place.New, index >= 0 && place.Old is not PropertyArray && place.New is not PropertyArray);
        }

        var (inOld, inNew) = (index < old.Elements.Length, index < current.Elements.Length);
        if (!inOld || !inNew)
        {
            return new Outcome(current, rest.IsEmpty && !inOld && !inNew);
        }

        var reset = rest.IsEmpty
            ? new Outcome(place.Restore(old.Elements[index]), true)
            : Reset(place with { Old = old.Elements[index], New = current.Elements[index] }, rest);
        return new Outcome(new PropertyArray(current.Elements.SetItem(index, reset.Value!)), reset.IsComplete);
    }

    private static Outcome ResetAll(Place place, ReadOnlySpan<PropertyPathSegment> rest) =>
        (place.Old, place.New) switch
        {
            (PropertyObject old, PropertyObject current) => ResetFields(place, old.Properties, current.Properties, rest),
            (PropertyArray old, PropertyArray current) => ResetItems(place, old, current, rest),
            _ => new Outcome(place.New, rest.IsEmpty && place.New is PropertyObject or PropertyArray),
        };

    private static Outcome ResetFields(Place place, PropertyMap old, PropertyMap current, ReadOnlySpan<PropertyPathSegment> rest)
    {
        var isComplete = true;
        foreach (var name in rest.IsEmpty ? old.Keys.Union(current.Keys).ToArray() : [.. old.Keys])
        {
            var reset = ResetField(place with { New = new PropertyObject(current) }, name, rest);
            current = ((PropertyObject)reset.Value!).Properties;
            isComplete &= reset.IsComplete && (rest.IsEmpty || current.ContainsKey(name));
        }

        return new Outcome(new PropertyObject(current), isComplete);
    }

    private static Outcome ResetItems(Place place, PropertyArray old, PropertyArray current, ReadOnlySpan<PropertyPathSegment> rest)
    {
        var isComplete = old.Elements.Length == current.Elements.Length;
        for (var index = 0; index < Math.Min(old.Elements.Length, current.Elements.Length); index++)
        {
            var reset = ResetItem(place with { New = current }, index, rest);
            current = (PropertyArray)reset.Value!;
            isComplete &= reset.IsComplete;
        }

        return new Outcome(current, isComplete);
    }

    private static (PropertyValue? Value, bool IsSecret) Unwrap(PropertyValue? value, bool isSecret) =>
        value is PropertySecret secret ? (secret.Value, true) : (value, isSecret);

    /// <summary>The old and the new value at a place, and whether values around them are secret.</summary>
    private readonly record struct Place(PropertyValue? Old, PropertyValue? New, bool OldIsSecret = false, bool NewIsSecret = false)
    {
        /// <summary>Makes an old value fit the new place: one that was secret stays secret.</summary>
        public PropertyValue Restore(PropertyValue value) => OldIsSecret && !NewIsSecret ? value.MakeSecret() : value;
    }

    private readonly record struct Outcome(PropertyValue? Value, bool IsComplete);
}

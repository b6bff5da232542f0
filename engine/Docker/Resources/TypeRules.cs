using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>How inputs of a resource type are compared, and what a change of them means.</summary>
internal sealed record TypeRules
{
    /// <summary>The defaults of properties by their paths, e.g. <c>ports[].protocol</c>: setting a default is no change.</summary>
    public IReadOnlyDictionary<string, PropertyValue> Defaults { get; init; } = new Dictionary<string, PropertyValue>();

    /// <summary>The paths of lists whose order has no meaning.</summary>
    public IReadOnlySet<string> Sets { get; init; } = new HashSet<string>();

    /// <summary>The paths of maps with keys of the user's, in which an empty text is a value like any other.</summary>
    public IReadOnlySet<string> Maps { get; init; } = new HashSet<string>();

    /// <summary>Spellings by path: two values with one canonical spelling are equal.</summary>
    public IReadOnlyDictionary<string, Func<PropertyValue, PropertyValue>> Spellings { get; init; } =
        new Dictionary<string, Func<PropertyValue, PropertyValue>>();

    /// <summary>The properties that are updated in place; null for all. A change of any other one replaces the object.</summary>
    public IReadOnlySet<string>? InPlace { get; init; }

    /// <summary>The paths whose change alone is no change.</summary>
    public IReadOnlySet<string> Ignored { get; init; } = new HashSet<string>();

    /// <summary>Whether a property may be updated in place from one value to another.</summary>
    public bool CanUpdate(string property) => InPlace is null || InPlace.Contains(property);
}

using System.Globalization;

namespace Infra.Protocol.Values;

/// <summary>One step of a <see cref="PropertyPath"/>: a property's name, an element's index, or all of either.</summary>
public readonly record struct PropertyPathSegment
{
    private PropertyPathSegment(string? name, int index) => (Name, Index) = (name, index);

    /// <summary>Every property of an object and every element of an array.</summary>
    public static PropertyPathSegment Wildcard { get; } = new("*", -1);

    /// <summary>The property's name; null if this is an index.</summary>
    public string? Name { get; }

    /// <summary>The element's index, counted from 0; -1 if this is a name.</summary>
    public int Index { get; }

    /// <summary>True for <c>*</c>, quoted or not: Pulumi has no way to name a property of that name.</summary>
    public bool IsWildcard => Name == "*";

    /// <summary>The step to a property.</summary>
    public static implicit operator PropertyPathSegment(string name) => new(name, -1);

    /// <summary>The step to an element.</summary>
    public static implicit operator PropertyPathSegment(int index) =>
        index >= 0 ? new(null, index) : throw new ArgumentOutOfRangeException(nameof(index), index, "An index counts from 0.");

    /// <summary>Whether this step leads to whatever the other leads to.</summary>
    public bool Covers(PropertyPathSegment other) => IsWildcard || this == other;

    internal string Print(bool isFirst) => this switch
    {
        { Name: null } => string.Create(CultureInfo.InvariantCulture, $"[{Index}]"),
        { IsWildcard: true } => "[*]",
        _ when !IsPlain(Name) => $"[\"{Name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]",
        _ => isFirst ? Name : "." + Name,
    };

    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

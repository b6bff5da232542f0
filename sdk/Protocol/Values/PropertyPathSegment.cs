using System.Globalization;

namespace Infra.Protocol.Values;

/// <summary>A segment of a <see cref="PropertyPath"/>: the name of a property, the index of an element, or the wildcard.</summary>
public readonly record struct PropertyPathSegment
{
    private PropertyPathSegment(string? name, int index) => (Name, Index) = (name, index);

    /// <summary>Matches every property of an object and every element of an array.</summary>
    public static PropertyPathSegment Wildcard { get; } = new("*", -1);

    /// <summary>The name of the property; null for an index.</summary>
    public string? Name { get; }

    /// <summary>The zero-based index of the element; -1 for a name.</summary>
    public int Index { get; }

    /// <summary>True for <c>*</c>, quoted or not: Pulumi cannot address a property of that name.</summary>
    public bool IsWildcard => Name == "*";

    /// <summary>Creates the segment of a property.</summary>
    public static implicit operator PropertyPathSegment(string name) => new(name, -1);

    /// <summary>Creates the segment of an element.</summary>
    public static implicit operator PropertyPathSegment(int index) =>
        index >= 0 ? new(null, index) : throw new ArgumentOutOfRangeException(nameof(index), index, "An index is zero or more.");

    /// <summary>Whether this segment matches everything that the other matches.</summary>
    public bool Covers(PropertyPathSegment other) => IsWildcard || this == other;

    internal string Print(bool isFirst) =>
        this switch
        {
            { Name: null } => string.Create(CultureInfo.InvariantCulture, $"[{Index}]"),
            { IsWildcard: true } => "[*]",
            _ when !IsPlain(Name) => $"[\"{Name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]",
            _ => isFirst ? Name : "." + Name,
        };

    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

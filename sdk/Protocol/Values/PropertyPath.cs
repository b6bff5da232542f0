using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Infra.Protocol.Values;

/// <summary>
/// A path within a value in Pulumi's syntax: <c>spec.ports[0]</c>, <c>labels["app.kubernetes.io/name"]</c>, and <c>[*]</c> for all
/// children. The only escape within quotes is <c>\"</c>, so a name that ends with a backslash cannot be written.
/// </summary>
public sealed record PropertyPath(ImmutableArray<PropertyPathSegment> Segments)
{
    /// <summary>The path of the value itself.</summary>
    public static PropertyPath Root { get; } = new([]);

    /// <summary>Whether this is the path of the value itself.</summary>
    public bool IsRoot => Segments.IsEmpty;

    /// <summary>Creates a path from its segments.</summary>
    public static PropertyPath Create(params ReadOnlySpan<PropertyPathSegment> segments) => new([.. segments]);

    /// <summary>Parses a path.</summary>
    /// <exception cref="FormatException">The text is not a path; the message explains why.</exception>
    public static PropertyPath Parse(string text) =>
        PropertyPathParser.Parse(text, out var path) is { } problem
            ? throw new FormatException($"'{text}' is not a property path: {problem}")
            : path!;

    /// <summary>Parses a path; false if the text is not a path.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PropertyPath? path) =>
        PropertyPathParser.Parse(text, out path) is null;

    /// <summary>Returns this path with a segment appended.</summary>
    public PropertyPath Append(PropertyPathSegment segment) => new(Segments.Add(segment));

    /// <summary>Returns this path with a segment prepended.</summary>
    public PropertyPath Prepend(PropertyPathSegment segment) => new(Segments.Insert(0, segment));

    /// <summary>Whether the other path is, or is below, a match of this one: <c>a[*]</c> contains <c>a[0].b</c>.</summary>
    public bool Contains(PropertyPath other)
    {
        if (other.Segments.Length < Segments.Length)
        {
            return false;
        }

        for (var i = 0; i < Segments.Length; i++)
        {
            if (!Segments[i].Covers(other.Segments[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PropertyPath? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.Combine(Segments);

    /// <summary>The path in Pulumi's syntax.</summary>
    public override string ToString() => string.Concat(Segments.Select((segment, i) => segment.Print(isFirst: i == 0)));
}

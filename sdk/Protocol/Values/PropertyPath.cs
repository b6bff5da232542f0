using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Infra.Protocol.Values;

/// <summary>
/// Where a value stands within another, in Pulumi's syntax: <c>spec.ports[0]</c>, <c>labels["app.kubernetes.io/name"]</c>, and <c>[*]</c>
/// for all. Within quotes only <c>\"</c> is an escape, so a name that ends with a backslash cannot be written.
/// </summary>
public sealed record PropertyPath(ImmutableArray<PropertyPathSegment> Segments)
{
    /// <summary>The path to the value itself.</summary>
    public static PropertyPath Root { get; } = new([]);

    /// <summary>True if it leads to the value itself.</summary>
    public bool IsRoot => Segments.IsEmpty;

    /// <summary>A path of the given steps.</summary>
    public static PropertyPath Of(params ReadOnlySpan<PropertyPathSegment> segments) => new([.. segments]);

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">The text is no path; the message says what is wrong with it.</exception>
    public static PropertyPath Parse(string text) =>
        PropertyPathParser.Parse(text, out var path) is { } problem
            ? throw new FormatException($"'{text}' is no property path: {problem}")
            : path!;

    /// <summary>Reads a path; false if the text is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PropertyPath? path) => PropertyPathParser.Parse(text, out path) is null;

    /// <summary>This path with one step more at its end.</summary>
    public PropertyPath Append(PropertyPathSegment segment) => new(Segments.Add(segment));

    /// <summary>This path with one step more at its start.</summary>
    public PropertyPath Prepend(PropertyPathSegment segment) => new(Segments.Insert(0, segment));

    /// <summary>Whether the other path leads to, or into, something this one leads to: <c>a[*]</c> contains <c>a[0].b</c>.</summary>
    public bool Contains(PropertyPath other)
    {
        if (other.Segments.Length < Segments.Length)
            return false;

        for (var i = 0; i < Segments.Length; i++)
            if (!Segments[i].Covers(other.Segments[i]))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PropertyPath? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.Of(Segments);

    /// <summary>The path in Pulumi's syntax.</summary>
    public override string ToString() => string.Concat(Segments.Select((segment, i) => segment.Print(isFirst: i == 0)));
}

using System.Text.RegularExpressions;

namespace Infra.Engine.Resources.Selection;

/// <summary>
/// Matches resources by URN or name. <c>*</c> matches within a part of the URN, <c>**</c> across parts. A pattern without <c>::</c> also
/// matches names, which Pulumi's patterns do not.
/// </summary>
public sealed class UrnPattern
{
    private readonly Regex _regex;

    private UrnPattern(string text, string expression)
    {
        Text = text;
        _regex = new Regex($"^{expression}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>The pattern as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>True where the pattern contains wildcards, so that matching nothing is no error.</summary>
    public bool IsGlob => Text.Contains('*', StringComparison.Ordinal);

    /// <summary>Parses a URN, a name or a pattern of either.</summary>
    /// <exception cref="FormatException">The text is empty.</exception>
    public static UrnPattern Parse(string text)
    {
        if (text.Length == 0)
        {
            throw new FormatException("a pattern of resources must not be empty");
        }

        var parts = text.Split("**").Select(part => string.Join("[^:]*", part.Split('*').Select(Regex.Escape)));
        return new UrnPattern(text, string.Join(".*", parts));
    }

    /// <summary>Creates a pattern that matches only one resource, whatever its name contains.</summary>
    public static UrnPattern Literal(Urn urn) => new(urn.Value, Regex.Escape(urn.Value));

    /// <summary>True where the pattern matches a resource.</summary>
    public bool Matches(Urn urn) =>
        _regex.IsMatch(urn.Value) || (!Text.Contains("::", StringComparison.Ordinal) && _regex.IsMatch(urn.Name));

    /// <inheritdoc/>
    public override string ToString() => Text;
}

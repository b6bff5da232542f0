using YamlDotNet.Core;

namespace Infra.Yaml;

/// <summary>Makes the parser's errors clearer.</summary>
internal static class YamlProblem
{
    private const int MaximumQuotation = 60;

    /// <summary>YamlDotNet's scanner takes quadratic time for a scalar on one line: about two seconds for this length.</summary>
    private const int MaximumLine = 500_000;

    /// <summary>
    /// Rewrites an error: its cause, without the position that the parser adds to the message. A tab in the indentation is reported at its
    /// line; the parser reports the start of the mapping, or the next line.
    /// </summary>
    public static YamlException Explain(YamlException error, string text)
    {
        var message = WithoutPlace((error.InnerException ?? error).Message);
        return FindTab(text, error, message) is { } tab
            ? new YamlLimitException(tab, tab, "a tab indents this line", "indent with spaces")
            : new YamlException(error.Start, error.End, message);
    }

    /// <summary>
    /// Returns an error at the first character that YAML does not allow, or at a line that is too long; null if there is none.
    /// </summary>
    public static YamlException? FindInvalidCharacter(string text)
    {
        var begin = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                begin = i + 1;
            }
            else if (i - begin == MaximumLine)
            {
                var start = new Mark(begin, text.AsSpan(0, begin).Count('\n') + 1, 1);
                return new YamlLimitException(
                    start,
                    start,
                    $"the line has more than {MaximumLine} characters",
                    "write a long text as a block ('key: |') of several lines"
                );
            }

            if (IsAllowed(text, i))
            {
                continue;
            }

            var line = text.AsSpan(0, i).Count('\n') + 1;
            var place = new Mark(i, line, i - text.LastIndexOf('\n', i));
            var name = text[i] == '\uFEFF' ? "a byte order mark (U+FEFF)" : $"the character U+{(int)text[i]:X4}";
            return new YamlLimitException(place, place, $"{name} is not allowed here", "remove it");
        }

        return null;
    }

    /// <summary>Shortens a tag to its usual notation: <c>!!binary</c> for a tag of YAML itself.</summary>
    public static string Shorten(TagName tag) =>
        tag.IsNonSpecific ? "!" : Shorten(tag.Value.Replace("tag:yaml.org,2002:", "!!", StringComparison.Ordinal));

    /// <summary>Shortens a text of the file for a message.</summary>
    public static string Shorten(string text) => text.Length > MaximumQuotation ? $"{text[..MaximumQuotation]}…" : text;

    /// <summary>YAML's printable characters (https://yaml.org/spec/1.2.2/#51-character-set), without unpaired surrogates.</summary>
    private static bool IsAllowed(string text, int i)
    {
        var character = text[i];
        return character switch
        {
            '\t' or '\n' or '\r' or '\u0085' => true,
            < ' ' or (>= '\u007F' and <= '\u009F') => false,
            '\uFEFF' or '\uFFFE' or '\uFFFF' => false,
            _ when char.IsHighSurrogate(character) => i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]),
            _ when char.IsLowSurrogate(character) => i > 0 && char.IsHighSurrogate(text[i - 1]),
            _ => true,
        };
    }

    private static Mark? FindTab(string text, YamlException error, string message)
    {
        var lines = text.Split('\n');
        var start = Math.Clamp((int)error.Start.Line, 1, lines.Length);
        var end = Math.Clamp((int)error.End.Line, start, lines.Length);

        // The parser reports a tab at the start of the mapping around it.
        var found = message.Contains(" tab ", StringComparison.Ordinal)
            ? Enumerable.Range(start, lines.Length - start + 1).FirstOrDefault(line => GetTabColumn(lines[line - 1]) > 0)
            : Enumerable
                .Range(Math.Max(1, start - 1), end - Math.Max(1, start - 1) + 1)
                .LastOrDefault(line => GetTabColumn(lines[line - 1]) > 0);
        if (found == 0)
        {
            return null;
        }

        while (found > 1 && GetTabColumn(lines[found - 2]) > 0)
        {
            found--;
        }

        return new Mark(0, found, GetTabColumn(lines[found - 1]));
    }

    /// <summary>The column of the first tab in a line's indentation; 0 if there is none.</summary>
    private static int GetTabColumn(string line)
    {
        var indent = line.AsSpan(0, line.Length - line.AsSpan().TrimStart(" \t").Length);
        return indent.Length == line.AsSpan().TrimEnd('\r').Length ? 0 : indent.IndexOf('\t') + 1;
    }

    private static string WithoutPlace(string message)
    {
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        return (end >= 0 && message.StartsWith('(') ? message[(end + 3)..] : message).TrimEnd('.');
    }
}

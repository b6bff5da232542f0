using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Tests.Documentation;

/// <summary>Markdown that is readable in a terminal.</summary>
internal static partial class Markdown
{
    private const int Columns = 100;

    /// <summary>Breaks text at spaces outside code spans and links.</summary>
    public static string Wrap(string text) => string.Join('\n', Lines(text, Columns));

    /// <summary>A list item; its further lines are indented to its text.</summary>
    public static string Item(string text, string indent = "") =>
        $"{indent}- {string.Join($"\n{indent}  ", Lines(text, Columns - indent.Length - 2))}";

    /// <summary>The anchor that GitHub gives a heading that is unique on its page.</summary>
    public static string Slug(string heading) => NotInSlug().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> Lines(string text, int columns)
    {
        var line = new StringBuilder();
        foreach (var word in Word().Matches(text).Select(match => match.Value))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > columns)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    [GeneratedRegex(@"(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|[^\s`\[]|\[)+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInSlug();
}

using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Cli.Display;

/// <summary>
/// Shortens the stack traces that a failing program reports to the message and the place in the user's source. JSON output keeps the full
/// traces.
/// </summary>
internal static partial class ExceptionTrace
{
    /// <summary>Replaces each stack trace by its first frame that has a source file.</summary>
    public static string Fold(string text)
    {
        if (!text.Contains("\n   at ", StringComparison.Ordinal))
        {
            return text;
        }

        var folded = new StringBuilder();
        var hasPlace = false;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("   at ", StringComparison.Ordinal) && !line.StartsWith("--- End of ", StringComparison.Ordinal))
            {
                hasPlace = false;
                folded.Append(line).Append('\n');
            }
            else if (!hasPlace && SourcePlace().Match(line) is { Success: true } place)
            {
                hasPlace = true;
                folded
                    .Append("  in ")
                    .Append(place.Groups["file"].ValueSpan)
                    .Append(':')
                    .Append(place.Groups["line"].ValueSpan)
                    .Append('\n');
            }
        }

        return folded.ToString().TrimEnd('\n');
    }

    [GeneratedRegex(@" in (?<file>.+):line (?<line>\d+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex SourcePlace();
}

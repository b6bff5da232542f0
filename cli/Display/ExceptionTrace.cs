using System.Text;
using System.Text.RegularExpressions;

namespace Infra.Cli.Display;

/// <summary>
/// A program that fails reports its exception with the whole trace. People get the message and the place in their own source; the JSON events keep
/// everything.
/// </summary>
internal static partial class ExceptionTrace
{
    /// <summary>The text with each trace folded into the first place that has a source file.</summary>
    public static string Fold(string text)
    {
        if (!text.Contains("\n   at ", StringComparison.Ordinal))
        {
            return text;
        }

        var folded = new StringBuilder();
        var placed = false;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("   at ", StringComparison.Ordinal) && !line.StartsWith("--- End of ", StringComparison.Ordinal))
            {
                placed = false;
                folded.Append(line).Append('\n');
            }
            else if (!placed && SourcePlace().Match(line) is { Success: true } place)
            {
                placed = true;
                folded.Append("  in ").Append(place.Groups["file"].ValueSpan).Append(':').Append(place.Groups["line"].ValueSpan).Append('\n');
            }
        }

        return folded.ToString().TrimEnd('\n');
    }

    [GeneratedRegex(@" in (?<file>.+):line (?<line>\d+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex SourcePlace();
}

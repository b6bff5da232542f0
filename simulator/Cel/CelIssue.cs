using System.Text;

namespace Infra.Simulator.Cel;

/// <summary>An error in the source of an expression.</summary>
/// <param name="Position">The index in the source.</param>
/// <param name="Message">The message without place.</param>
internal sealed record CelIssue(int Position, string Message)
{
    private const int MaximumSnippet = 16384;

    /// <summary>Formats errors with their place and the line of the source, ordered by place.</summary>
    public static string Format(string source, IEnumerable<CelIssue> issues) =>
        string.Join('\n', issues.OrderBy(issue => issue.Position).Select(issue => issue.Format(source)));

    private string Format(string source)
    {
        var place = Math.Clamp(Position, 0, source.Length);
        var start = place == 0 ? 0 : source.LastIndexOf('\n', place - 1) + 1;
        var end = source.IndexOf('\n', start);
        var line = source[start..(end < 0 ? source.Length : end)].Replace('\t', ' ');
        var number = source.AsSpan(0, start).Count('\n') + 1;
        var before = source[start..place];
        var column = before.EnumerateRunes().Count();
        var result = new StringBuilder($"ERROR: <input>:{number}:{column + 1}: {Message}");
        if (line.Length > MaximumSnippet)
        {
            return result.ToString();
        }

        result.Append("\n | ").Append(line).Append("\n | ");
        foreach (var rune in before.EnumerateRunes())
        {
            result.Append(rune.IsAscii ? "." : "\uff0e");
        }

        var isWide = place < source.Length && source[place] >= 0x80;
        return result.Append(isWide ? "\uff3e" : "^").ToString();
    }
}

/// <summary>An expression could not be compiled.</summary>
internal sealed class CelCompilationException(string source, IReadOnlyList<CelIssue> issues) : Exception(CelIssue.Format(source, issues))
{
    public IReadOnlyList<CelIssue> Issues { get; } = issues;
}

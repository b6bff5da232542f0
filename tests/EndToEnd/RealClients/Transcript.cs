using System.Text;
using System.Text.RegularExpressions;

namespace EndToEnd.RealClients;

/// <summary>
/// Commands and what they print on a real cluster. A line <c>$ kubectl get pods</c> starts a command; <c>$v36 kubectl …</c> one that
/// only this version has. The lines below are its output and errors: <c>*</c> is any text of a line, a line <c>...</c> any lines, and
/// <c>[exit 1]</c> the exit code, if it is not 0. Spaces that align columns do not matter.
/// </summary>
internal sealed partial class Transcript
{
    private Transcript(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Reads a transcript; lines before the first command are comments.</summary>
    public static Transcript Parse(string text)
    {
        var steps = new List<Step>();
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()))
        {
            if (Command().Match(line) is { Success: true } command)
            {
                steps.Add(new Step(command.Groups[1].Value, command.Groups[2].Value, [], 0));
            }
            else if (steps.Count > 0)
            {
                steps[^1] = Exit().Match(line) is { Success: true } exit
                    ? steps[^1] with
                    {
                        ExitCode = exit.Groups[1].Value[0] - '0',
                    }
                    : steps[^1] with
                    {
                        Expected = [.. steps[^1].Expected, line],
                    };
            }
        }

        return new Transcript(steps);
    }

    [GeneratedRegex(@"^\$(v\d+)? (.+)$")]
    private static partial Regex Command();

    [GeneratedRegex(@"^\[exit (\d)\]$")]
    private static partial Regex Exit();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex("'[^']*'|[^ ']+(?:'[^']*'[^ ']*)*")]
    private static partial Regex Argument();

    /// <summary>A command and what it prints.</summary>
    /// <param name="Version">The only version that runs it; empty if all do.</param>
    /// <param name="Line">The program and its arguments; quotes are those of a shell.</param>
    /// <param name="Expected">The lines of its output.</param>
    /// <param name="ExitCode">The exit code.</param>
    internal sealed record Step(string Version, string Line, IReadOnlyList<string> Expected, int ExitCode)
    {
        /// <summary>The program and its arguments without quotes.</summary>
        public IReadOnlyList<string> Arguments =>
            [.. Argument().Matches(Line).Select(match => match.Value.Replace("'", "", StringComparison.Ordinal))];

        /// <summary>Whether an output is the expected one.</summary>
        public bool Matches(string output)
        {
            var pattern = new StringBuilder("^");
            foreach (var line in Expected.Select(line => Spaces().Replace(line, " ").Trim()).Where(line => line.Length > 0))
            {
                pattern.Append(line == "..." ? "(.*\n)*?" : Regex.Escape(line).Replace(@"\*", "[^\n]*", StringComparison.Ordinal) + "\n");
            }

            var lines = output.Split('\n').Select(line => Spaces().Replace(line.Replace('\t', ' '), " ").Trim());
            var normalized = string.Concat(lines.Where(line => line.Length > 0).Select(line => line + "\n"));
            return Regex.IsMatch(normalized, pattern.Append('$').ToString(), RegexOptions.None, TimeSpan.FromSeconds(10));
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Likeness.Kubernetes.Recordings;
using Likeness.Ratchet;

namespace Likeness.Kubernetes.Ratchet;

/// <summary>
/// The list of recordings with which the simulated cluster does not agree, with the reason of each; and, for parts with too many of
/// them, the least number of cases that agree.
/// </summary>
internal sealed partial record OpenRecordings
{
    /// <summary>The file with the list.</summary>
    public const string File = "simulator/LIKENESS.md";

    /// <summary>The reason of a case that is new in the list.</summary>
    public const string Unknown = "?";

    private const string Title = "| Recording | Reason |";

    /// <summary>The text above the list.</summary>
    public required string Introduction { get; init; }

    /// <summary>The reason of each open case by its part and name.</summary>
    public required SortedDictionary<string, string> Reasons { get; init; }

    /// <summary>The least number of cases that agree, by part.</summary>
    public required IReadOnlyDictionary<string, int> Floors { get; init; }

    public static OpenRecordings Read() => Parse(System.IO.File.ReadAllText(RepositoryFile.Path(File)));

    /// <summary>Reads the file: sentences with floors, then a table.</summary>
    public static OpenRecordings Parse(string text)
    {
        var start = text.IndexOf(Title, StringComparison.Ordinal);
        var introduction = start < 0 ? text : text[..start];
        return new OpenRecordings
        {
            Introduction = introduction,
            Floors = Floor()
                .Matches(introduction)
                .ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)),
            Reasons = new SortedDictionary<string, string>(
                Row().Matches(text).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value),
                StringComparer.Ordinal
            ),
        };
    }

    /// <summary>
    /// The list after a replay: known reasons are kept, new cases have none yet, parts that were not replayed stay as they are.
    /// </summary>
    public OpenRecordings With(IReadOnlyCollection<CaseResult> results)
    {
        var reasons = new SortedDictionary<string, string>(Reasons, StringComparer.Ordinal);
        foreach (var result in results.Where(result => !Floors.ContainsKey(result.Part)))
        {
            if (result.IsExact)
            {
                reasons.Remove(result.FullName);
            }
            else
            {
                reasons.TryAdd(result.FullName, Unknown);
            }
        }

        return this with
        {
            Reasons = reasons,
        };
    }

    public override string ToString() =>
        $"{Introduction}{Title}\n| --- | --- |\n" + string.Concat(Reasons.Select(row => $"| `{row.Key}` | {row.Value} |\n"));

    public void Write() => System.IO.File.WriteAllText(RepositoryFile.Path(File), ToString());

    [GeneratedRegex("^\\| `([^`]+)` \\| (.*) \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^- `([^`]+)`: at least ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Floor();
}

using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>The figures of a variant, in words.</summary>
internal static class FigureText
{
    private const int MostNames = 2;

    /// <summary>Whether it holds, and what fails first.</summary>
    public static StyledText Verdict(VariantFigures figures) =>
        figures.Outcome switch
        {
            ExpectationOutcome.Held => new StyledText("holds", TextStyle.Good),
            ExpectationOutcome.Failed => new StyledText($"fails: {Titles(figures.Failures)}", TextStyle.Bad),
            _ => new StyledText("not known", TextStyle.Doubtful),
        };

    /// <summary>What failed, such as <c>gateway latency p99 (812 ms > 500 ms) and 2 more</c>.</summary>
    public static string Titles(IReadOnlyList<ExpectationResult> failures) =>
        $"{ExpectationText.Title(failures[0])} ({ExpectationText.Comparison(failures[0])}){More(failures.Count - 1)}";

    /// <summary>What failed of one subject, without its name.</summary>
    public static string Names(IReadOnlyList<ExpectationResult> failures) =>
        string.Join(
            ", ",
            failures.Take(MostNames).Select(failure => $"{SafeText.Line(failure.Name)} ({ExpectationText.Comparison(failure)})")
        ) + More(failures.Count - MostNames);

    private static string More(int count) => count > 0 ? $" and {count} more" : "";
}

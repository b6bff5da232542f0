using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>The limit of a load for people at a terminal: the limit, what breaks first above it, and what was tried.</summary>
public static class LimitText
{
    private const int Indent = 2;
    private const int Digits = 3;

    /// <summary>Writes the answer.</summary>
    /// <param name="limit">The answer.</param>
    /// <param name="width">The columns of the terminal; null for lines of any length.</param>
    public static IReadOnlyList<StyledLine> Write(LoadLimit limit, int? width)
    {
        ArgumentNullException.ThrowIfNull(limit);
        var columns = Math.Max(1, width ?? int.MaxValue);
        var (style, sentence) = Conclude(limit);
        return
        [
            .. StyledWrap.Wrap([new StyledText(sentence, style)], columns, Indent),
            .. limit.Failing is { } failing ? WriteFailure(failing, columns) : [],
            .. limit.HoldingAgain is { } again
                ? StyledWrap.Wrap(
                    [new StyledText($"? At {Load(again)} nothing fails again: more load is not always worse here.", TextStyle.Doubtful)],
                    columns,
                    Indent
                )
                : [],
            .. WriteTries(limit, columns),
        ];
    }

    /// <summary>The answer in a sentence.</summary>
    public static string Summarise(LoadLimit limit) => Conclude(limit).Sentence;

    /// <summary>A factor as it is shown, such as <c>1.06</c>.</summary>
    internal static double Round(double factor) => Figures.Round(factor, Digits);

    private static (TextStyle Style, string Sentence) Conclude(LoadLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        var stack = SafeText.Line(limit.Cluster is null ? limit.Stack : $"{limit.Stack} (cluster {limit.Cluster})");
        var service = SafeText.Line(limit.Service);
        var where = $"in the scenario {SafeText.Line(limit.Scenario)}";
        return limit.Outcome switch
        {
            LoadLimitOutcome.Found => (
                limit.Holding!.Factor >= 1 ? TextStyle.Good : TextStyle.Bad,
                $"{(limit.Holding.Factor >= 1 ? "✓" : "✗")} {stack} holds up to {Load(limit.Holding)} at {service} {where}."
            ),
            LoadLimitOutcome.LowestFails => (
                TextStyle.Bad,
                $"✗ {stack} does not even hold {Load(limit.Failing!)} at {service} {where}; less was not tried."
            ),
            LoadLimitOutcome.HighestHolds => (
                TextStyle.Good,
                $"✓ No limit was found: {stack} holds {Load(limit.Holding!)} at {service} {where}; more was not tried."
            ),
            LoadLimitOutcome.NothingExpected => (
                TextStyle.Doubtful,
                $"? No limit can be found: no expectation of {stack} can be judged {where}. "
                    + "Write objectives in the catalogue, or 'expect' in the scenario."
            ),
            _ => (
                TextStyle.Doubtful,
                $"? The search was interrupted. {(limit.Holding is { } holding ? $"{stack} holds {Load(holding)} at {service} {where}." : "")}".TrimEnd()
            ),
        };
    }

    private static string Load(LoadTry one) => $"{Figures.Rate(one.Rate)} ({Round(one.Factor)} × its load)";

    private static IEnumerable<StyledLine> WriteFailure(LoadTry failing, int width)
    {
        var first = failing.Failures[0];
        var others = failing.Failures.Count - 1;
        return StyledWrap.Wrap(
            [
                new StyledText("✗ ", TextStyle.Bad),
                new StyledText($"At {Load(failing)}, what fails first is {ExpectationText.Title(first)}: "),
                new StyledText(ExpectationText.Comparison(first), TextStyle.Bad),
                new StyledText(ExpectationText.Explanation(first)),
                new StyledText($" ({SafeText.Line(first.Source)})", TextStyle.Faint),
                new StyledText(others > 0 ? $"; {Figures.Count(others, "further expectation")} {(others == 1 ? "fails" : "fail")}" : ""),
            ],
            width,
            Indent
        );
    }

    private static IEnumerable<StyledLine> WriteTries(LoadLimit limit, int width) =>
        limit.Tries.Count == 0
            ? []
            : StyledWrap
                .Heading("Tried", width)
                .Concat(TextTable.Write(["load", "factor", "verdict"], [.. limit.Tries.Select(Cells)], width));

    private static StyledText[] Cells(LoadTry one) =>
        [
            new StyledText(Figures.Rate(one.Rate)),
            new StyledText($"{Round(one.Factor)}"),
            one.Holds
                ? new StyledText("holds", TextStyle.Good)
                : new StyledText($"fails: {ExpectationText.Title(one.Failures[0])}", TextStyle.Bad),
        ];
}

using Infra.Rehearsal.Questions.Sizing;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>The sizes that hold at least cost, for people: whether they hold, each with its evidence, and the settings to write.</summary>
public static class SizeReport
{
    /// <summary>Writes lines for a terminal.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="width">The columns of the terminal; null for lines of any length, and no plots.</param>
    public static IReadOnlyList<StyledLine> WriteText(RightSize sizes, int? width) => AnswerText.Write(Create(sizes), width);

    /// <summary>Writes a comment for a pull request.</summary>
    public static string WriteMarkdown(RightSize sizes) => AnswerMarkdown.Write(Create(sizes));

    /// <summary>Writes a page for browsers.</summary>
    public static string WriteHtml(RightSize sizes) => AnswerHtml.Write(Create(sizes));

    /// <summary>Whether the sizes hold and what they save, in a sentence.</summary>
    public static string Summarise(RightSize sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var (stack, where) = (Subject(sizes), $"in the scenario {SafeText.Line(sizes.Scenario)}");
        if (sizes is not { Before: { } before, After: { } after })
        {
            return "The search was interrupted before the present sizes were rehearsed.";
        }

        if (after.Outcome == ExpectationOutcome.Unknown)
        {
            return $"No sizes can be found: no expectation of {stack} can be judged {where}.";
        }

        var saved =
            before.CostPerMonth is { } former && after.CostPerMonth is { } present
                ? $": {Figures.Money(present)} a month, {Figures.Money(former)} with the present ones"
                : "";
        var end =
            sizes.IsInterrupted ? " The search was interrupted: lower sizes may hold."
            : sizes.IsLimited ? $" The search ended after {SizeSearch.MaxRuns} rehearsals: lower sizes may hold."
            : "";
        var others = Figures.Count(sizes.Changes.Count, "other size");
        var found = (sizes.Changes.Count, after.Outcome) switch
        {
            (0, ExpectationOutcome.Held) => $"{stack} holds {where}, and no lower sizes were found that do.",
            (0, _) => $"No sizes were found with which {stack} holds {where}.",
            (_, ExpectationOutcome.Held) => $"{stack} holds {where} with {others}{saved}.",
            _ => $"{stack} does not hold {where} with any sizes that were tried. With {others}, no more fails{saved}.",
        };
        return $"{found}{end}";
    }

    private static Answer Create(RightSize sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var outcome = sizes.After?.Outcome ?? ExpectationOutcome.Unknown;
        return new Answer($"Sizes of {Subject(sizes)} after {Figures.Count(sizes.Runs, "rehearsal")}", outcome, Summarise(sizes))
        {
            Findings =
            [
                .. sizes.Failures.Select(Answer.Describe),
                .. sizes.Kept.Select(kept =>
                    (IReadOnlyList<StyledText>)[new StyledText($"? Stays: {SafeText.Line(kept)}.", TextStyle.Doubtful)]
                ),
            ],
            Sections =
            [
                new AnswerSection("Sizes") { Columns = ["setting", "now", "then", "why"], Rows = [.. sizes.Changes.Select(Describe)] },
                new AnswerSection("Cost")
                {
                    Columns = ["", "now", "then"],
                    Rows = sizes is { Before: { } before, After: { } after }
                        ?
                        [
                            [new StyledText("most nodes"), new StyledText($"{before.MostNodes}"), new StyledText($"{after.MostNodes}")],
                            [
                                new StyledText("cost a month"),
                                new StyledText(before.CostPerMonth is { } former ? Figures.Money(former) : Figures.None),
                                new StyledText(after.CostPerMonth is { } present ? Figures.Money(present) : Figures.None),
                            ],
                        ]
                        : [],
                },
                new AnswerSection(
                    sizes.Failures.Count > 0 ? "Settings of the stack's file, which do not hold" : "Settings of the stack's file"
                )
                {
                    Code = sizes.Changes.Count > 0 ? SizeOverlay.Write(sizes) : null,
                },
            ],
        };
    }

    private static string Subject(RightSize sizes) =>
        SafeText.Line(sizes.Cluster is null ? sizes.Stack : $"{sizes.Stack} (cluster {sizes.Cluster})");

    private static StyledText[] Describe(ChangedSize change) =>
        [
            new StyledText(SafeText.Line($"{change.Size.Service} {string.Join('.', change.Size.Path)}")),
            new StyledText(change.Present.Text),
            new StyledText(change.Size.Text, change.Size.Value < change.Present.Value ? TextStyle.Good : TextStyle.Plain),
            new StyledText(SafeText.Line(change.Evidence)),
        ];
}

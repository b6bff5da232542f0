using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>Two stacks, or two versions of one, for people: first what got worse.</summary>
public static class ComparisonReport
{
    /// <summary>Writes lines for a terminal.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="width">The columns of the terminal; null for lines of any length, and no plots.</param>
    public static IReadOnlyList<StyledLine> WriteText(Comparison comparison, int? width) => AnswerText.Write(Create(comparison), width);

    /// <summary>Writes a comment for a pull request.</summary>
    public static string WriteMarkdown(Comparison comparison) => AnswerMarkdown.Write(Create(comparison));

    /// <summary>Writes a page for browsers.</summary>
    public static string WriteHtml(Comparison comparison) => AnswerHtml.Write(Create(comparison));

    /// <summary>Whether it got worse, in a sentence.</summary>
    public static string Summarise(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var (before, after) = Names(comparison);
        var where = $"in the scenario {SafeText.Line(comparison.Scenario)}";
        if (comparison.IsInterrupted)
        {
            return $"The comparison of {after} with {before} was interrupted.";
        }

        var broken = comparison.Expectations.Count(one => one.Change == ExpectationChange.Broken);
        var added = comparison.Expectations.Count(one => one.Change == ExpectationChange.AddedAndFails);
        var worse = new List<string>();
        if (broken > 0)
        {
            var what = $"{Figures.Count(broken, "expectation")} that {Verb(broken, "does", "do")} not fail with {before}";
            worse.Add($"{what} {Verb(broken, "fails", "fail")}");
        }

        if (added > 0)
        {
            worse.Add($"{Figures.Count(added, "expectation")} that {before} does not have {Verb(added, "fails", "fail")}");
        }

        return worse.Count > 0
            ? $"{after} is worse than {before} {where}: {string.Join(", and ", worse)}."
            : $"Nothing fails with {after} that does not fail with {before} {where}{DescribeLasting(comparison)}.";
    }

    private static string DescribeLasting(Comparison comparison)
    {
        var count = comparison.Expectations.Count(one => one.Change == ExpectationChange.StillFails);
        return count > 0 ? $"; {Figures.Count(count, "expectation")} {Verb(count, "fails", "fail")} with both" : "";
    }

    private static Answer Create(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var (before, after) = Names(comparison);
        var outcome =
            comparison.IsInterrupted ? ExpectationOutcome.Unknown
            : comparison.IsNoWorse ? ExpectationOutcome.Held
            : ExpectationOutcome.Failed;
        return new Answer($"{after} compared with {before}", outcome, Summarise(comparison))
        {
            Findings =
            [
                .. comparison
                    .Expectations.Where(one => one.Change is ExpectationChange.Broken or ExpectationChange.AddedAndFails)
                    .Select(one => Answer.Describe(one.After!)),
                .. comparison.Caveat is { } caveat
                    ?
                    [
                        [new StyledText($"? {SafeText.Line(caveat)}", TextStyle.Doubtful)],
                    ]
                    : Array.Empty<StyledText[]>(),
            ],
            Sections = comparison is { Before: { } former, After: { } present }
                ?
                [
                    WriteExpectations(comparison, before, after),
                    WriteServices(comparison, before, after),
                    WriteNodes(former, present, before, after),
                ]
                : [],
        };
    }

    private static (string Before, string After) Names(Comparison comparison) =>
        (
            SafeText.Line(comparison.Base),
            SafeText.Line(comparison.Cluster is null ? comparison.Stack : $"{comparison.Stack} (cluster {comparison.Cluster})")
        );

    private static string Verb(int count, string one, string several) => count == 1 ? one : several;

    private static AnswerSection WriteExpectations(Comparison comparison, string before, string after) =>
        new("Expectations")
        {
            Columns = ["expectation", before, after, "change"],
            Rows =
            [
                .. comparison.Expectations.Select(one =>
                    (IReadOnlyList<StyledText>)
                        [new StyledText(ExpectationText.Title(one.Any)), Describe(one.Before), Describe(one.After), Describe(one.Change)]
                ),
            ],
        };

    private static StyledText Describe(ExpectationResult? found) =>
        found is null
            ? new StyledText(Figures.None)
            : new StyledText($"{Answer.MarkOf(found.Outcome)} {ExpectationText.Comparison(found)}", Answer.StyleOf(found.Outcome));

    private static StyledText Describe(ExpectationChange change) =>
        change switch
        {
            ExpectationChange.Broken => new StyledText("fails now", TextStyle.Bad),
            ExpectationChange.AddedAndFails => new StyledText("new, fails", TextStyle.Bad),
            ExpectationChange.StillFails => new StyledText("still fails", TextStyle.Doubtful),
            ExpectationChange.NoLongerKnown => new StyledText("no longer known", TextStyle.Doubtful),
            ExpectationChange.Mended => new StyledText("no longer fails", TextStyle.Good),
            ExpectationChange.Added => new StyledText("new"),
            ExpectationChange.Removed => new StyledText("no longer expected"),
            _ => new StyledText("", TextStyle.Faint),
        };

    private static AnswerSection WriteServices(Comparison comparison, string before, string after)
    {
        var changed = comparison.Services.Where(pair => pair.Before?.Shown != pair.After?.Shown).ToList();
        return new AnswerSection($"Services that differ: {before} → {after}")
        {
            Columns = ["service", "p99", "succeeded", "most pods", "fewest ready", "most cpu"],
            Rows = [.. changed.Select(Describe)],
            Plots = Plots(
                new BarPlot(
                    "p99",
                    PlotUnit.Seconds,
                    [
                        .. changed
                            .Where(pair => pair.Before?.Latency99 is not null || pair.After?.Latency99 is not null)
                            .SelectMany(pair =>
                                new[]
                                {
                                    Bar(pair, before, pair.Before?.Latency99?.TotalSeconds, comparison.Before!),
                                    Bar(pair, after, pair.After?.Latency99?.TotalSeconds, comparison.After!),
                                }
                            ),
                    ]
                )
            ),
        };
    }

    private static StyledText[] Describe((ServiceFigures? Before, ServiceFigures? After) pair) =>
        [
            new StyledText(SafeText.Line(NameOf(pair))),
            Pair(Figures.Duration(pair.Before?.Latency99), Figures.Duration(pair.After?.Latency99)),
            Pair(Availability(pair.Before), Availability(pair.After)),
            Pair($"{pair.Before?.MostPods}", $"{pair.After?.MostPods}"),
            Pair($"{pair.Before?.FewestReady}", $"{pair.After?.FewestReady}"),
            Pair(Use(pair.Before), Use(pair.After)),
        ];

    private static AnswerSection WriteNodes(VariantFigures before, VariantFigures after, string nameBefore, string nameAfter) =>
        new("Nodes and cost")
        {
            Columns = ["", nameBefore, nameAfter],
            Rows =
            [
                [new StyledText("most nodes"), new StyledText($"{before.MostNodes}"), new StyledText($"{after.MostNodes}")],
                [new StyledText("cost a month"), new StyledText(Cost(before)), new StyledText(Cost(after))],
            ],
            Plots = Plots(
                new BarPlot(
                    "cost a month",
                    PlotUnit.Money,
                    [(nameBefore, before.CostPerMonth, before.Outcome), (nameAfter, after.CostPerMonth, after.Outcome)]
                )
            ),
        };

    private static (string Label, double? Value, ExpectationOutcome Outcome) Bar(
        (ServiceFigures? Before, ServiceFigures? After) pair,
        string side,
        double? value,
        VariantFigures figures
    ) =>
        (
            $"{NameOf(pair)}, {side}",
            value,
            figures.Failures.Any(failure => failure.Subject == NameOf(pair)) ? ExpectationOutcome.Failed : ExpectationOutcome.Held
        );

    private static string NameOf((ServiceFigures? Before, ServiceFigures? After) pair) => (pair.After ?? pair.Before!).Service;

    /// <summary>Two figures, or the only one where they are the same.</summary>
    private static StyledText Pair(string before, string after) =>
        new(before == after ? Known(before) : $"{Known(before)} → {Known(after)}");

    private static string Known(string figure) => figure.Length > 0 ? figure : Figures.None;

    private static string Availability(ServiceFigures? service) => service?.Availability is { } part ? Figures.Availability(part) : "";

    private static string Use(ServiceFigures? service) => service?.CpuUse is { } use ? Figures.Percent(use) : "";

    private static string Cost(VariantFigures figures) => figures.CostPerMonth is { } cost ? Figures.Money(cost) : Figures.None;

    private static IReadOnlyList<BarPlot> Plots(BarPlot plot) => plot.Varies ? [plot] : [];
}

using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Text;

/// <summary>A result for people at a terminal: the verdict, the expectations, what to change, and what it is based on.</summary>
public static class TextReport
{
    private const int Indent = 2;
    private const int MaxEvents = 12;
    private const int PoolPlot = 24;

    /// <summary>Writes the report.</summary>
    /// <param name="result">The result.</param>
    /// <param name="width">The columns of the terminal; null for lines of any length.</param>
    public static IReadOnlyList<StyledLine> Write(RehearsalResult result, int? width)
    {
        ArgumentNullException.ThrowIfNull(result);
        var columns = Math.Max(1, width ?? int.MaxValue);
        return
        [
            .. WriteVerdict(result, columns),
            .. ExpectationText.InOrder(result.Expectations).SelectMany(expectation => WriteExpectation(expectation, columns)),
            .. WriteList("What to change", result.Suggestions.Select(suggestion => Plain(suggestion)), columns),
            .. ServiceTable.Write(result, width ?? 120),
            .. WriteList("Nodes", PoolSummary.Of(result.Nodes).Select(pool => Describe(pool, columns)), columns),
            .. WriteEvents(result, columns),
            .. WriteList("Cost", result.Cost is { } cost ? [Describe(cost)] : [], columns),
            .. WriteAssumptions(result, columns),
        ];
    }

    private static IEnumerable<StyledLine> WriteVerdict(RehearsalResult result, int width)
    {
        var verdict = Verdict.Of(result);
        var (mark, style) = Mark(verdict.Outcome);
        return
        [
            .. StyledWrap.Wrap([new StyledText($"{mark} {verdict.Text}", style)], width, Indent),
            .. StyledWrap.Wrap(
                [new StyledText($"{Figures.Duration(result.Duration)} of virtual time, seed {result.Seed}", TextStyle.Faint)],
                width,
                0
            ),
            .. result.Expectations.Count > 0 ? [new StyledLine()] : Array.Empty<StyledLine>(),
        ];
    }

    private static IEnumerable<StyledLine> WriteExpectation(ExpectationResult expectation, int width)
    {
        var (mark, style) = Mark(expectation.Outcome);
        var isFailed = expectation.Outcome == ExpectationOutcome.Failed;
        return StyledWrap.Wrap(
            [
                new StyledText($"{mark} ", style),
                new StyledText($"{ExpectationText.Title(expectation)} "),
                new StyledText(ExpectationText.Comparison(expectation), isFailed ? style : TextStyle.Plain),
                new StyledText(ExpectationText.Explanation(expectation)),
                new StyledText(isFailed ? $" ({SafeText.Line(expectation.Source)})" : "", TextStyle.Faint),
            ],
            width,
            Indent
        );
    }

    private static (string Mark, TextStyle Style) Mark(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => ("✓", TextStyle.Good),
            ExpectationOutcome.Failed => ("✗", TextStyle.Bad),
            _ => ("?", TextStyle.Doubtful),
        };

    private static IEnumerable<StyledLine> WriteList(string heading, IEnumerable<IReadOnlyList<StyledText>> entries, int width)
    {
        var lines = entries.SelectMany(entry => StyledWrap.Wrap([new StyledText("- ", TextStyle.Faint), .. entry], width, Indent)).ToList();
        return lines.Count == 0 ? [] : StyledWrap.Heading(heading, width).Concat(lines);
    }

    private static IReadOnlyList<StyledText> Plain(string text) => [new StyledText(SafeText.Line(text))];

    private static IReadOnlyList<StyledText> Describe(PoolSummary pool, int width)
    {
        var plot = Sparkline.Draw(
            [.. pool.Ready.Select(count => (double?)count)],
            Math.Min(PoolPlot, Math.Max(1, width / 3)),
            keepsLowest: true
        );
        var (fewest, most) = pool.Ready.Count > 0 ? (pool.Ready.Min(), pool.Ready.Max()) : (0, 0);
        return
        [
            new StyledText($"{pool.Pool} {plot.TrimEnd()} "),
            new StyledText($"{Figures.Range(fewest, most)} ready, cpu requested up to {Figures.Percent(pool.Cpu)}, "),
            new StyledText($"memory up to {Figures.Percent(pool.Memory)}"),
        ];
    }

    private static IReadOnlyList<StyledText> Describe(CostEstimate cost)
    {
        var pools = cost.Pools.OrderBy(pool => pool.Key, StringComparer.Ordinal).ToList();
        var parts = pools.Count > 1 ? $" ({string.Join(", ", pools.Select(pool => $"{pool.Key} {Figures.Money(pool.Value)}"))})" : "";
        return Plain(
            $"{Figures.Money(cost.PerMonth)} a month, {Figures.Money(cost.PerDay)} a day, {Figures.Money(cost.Whole)} in the rehearsal{parts}"
        );
    }

    // Faults and what else the scenario does come first when there is no room for all.
    private static IEnumerable<StyledLine> WriteEvents(RehearsalResult result, int width)
    {
        var shown = result
            .Events.OrderBy(happened => happened.Type is TimelineEventType.Fault or TimelineEventType.Rollout ? 0 : 1)
            .ThenBy(happened => happened.At)
            .Take(MaxEvents)
            .OrderBy(happened => happened.At)
            .Select(happened =>
                (IReadOnlyList<StyledText>)
                    [
                        new StyledText($"{Figures.At(happened.At)} ", TextStyle.Faint),
                        new StyledText(EventText.Of(happened)),
                        new StyledText(happened.Until is { } until ? $" until {Figures.At(until)}" : ""),
                    ]
            );
        var others = result.Events.Count - MaxEvents;
        return WriteList("What happened", others > 0 ? shown.Append(Plain($"{Figures.Count(others, "further event")}")) : shown, width);
    }

    private static IEnumerable<StyledLine> WriteAssumptions(RehearsalResult result, int width)
    {
        var defaults = AssumptionGroup
            .Of(result, AssumptionOrigin.Default)
            .Select(group => Plain($"{group.Name} {group.Value} ({string.Join(", ", group.Subjects)})"));
        var others = string.Join(
            ", ",
            new[] { (AssumptionOrigin.Declared, "declared"), (AssumptionOrigin.Measured, "measured") }
                .Select(pair => (Count: result.Assumptions.Count(assumption => assumption.Origin == pair.Item1), Word: pair.Item2))
                .Where(pair => pair.Count > 0)
                .Select(pair => $"{pair.Count} {pair.Word}")
        );
        return WriteList("Assumed by default", defaults, width)
            .Concat(
                others.Length == 0
                    ? []
                    : StyledWrap.Wrap([new StyledText($"Further numbers: {others}.", TextStyle.Faint)], width, 0).Prepend(new StyledLine())
            );
    }
}

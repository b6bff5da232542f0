using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>What changes with the value of a setting, for people: which values hold, then the figures of each.</summary>
public static class SweepReport
{
    /// <summary>Writes lines for a terminal.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="width">The columns of the terminal; null for lines of any length, and no plots.</param>
    public static IReadOnlyList<StyledLine> WriteText(Sweep sweep, int? width) => AnswerText.Write(Create(sweep), width);

    /// <summary>Writes a comment for a pull request.</summary>
    public static string WriteMarkdown(Sweep sweep) => AnswerMarkdown.Write(Create(sweep));

    /// <summary>Writes a page for browsers.</summary>
    public static string WriteHtml(Sweep sweep) => AnswerHtml.Write(Create(sweep));

    /// <summary>Which values hold, in a sentence.</summary>
    public static string Summarise(Sweep sweep) => Conclude(sweep).Sentence;

    private static Answer Create(Sweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var (outcome, sentence) = Conclude(sweep);
        return new Answer($"{Subject(sweep)} with {SafeText.Line(sweep.Setting)} of {Values(sweep.Points)}", outcome, sentence)
        {
            Findings =
            [
                .. sweep.ChangesNothing
                    ?
                    [
                        [new StyledText("? Nothing that a rehearsal finds depends on this setting.", TextStyle.Doubtful)],
                    ]
                    : Array.Empty<StyledText[]>(),
                .. sweep.AlwaysFailing.Count > 0 ? [DescribeAlways(sweep.AlwaysFailing)] : Array.Empty<StyledText[]>(),
            ],
            Sections = [WriteWhole(sweep), .. sweep.Concerned.Select(service => WriteService(sweep, service))],
        };
    }

    private static StyledText[] DescribeAlways(IReadOnlyList<ExpectationResult> failures) =>
        [
            new StyledText("✗ ", TextStyle.Bad),
            new StyledText($"Whatever the value, {(failures.Count == 1 ? "this fails" : "these fail")}: "),
            new StyledText(string.Join(", ", failures.Select(ExpectationText.Title)), TextStyle.Bad),
        ];

    private static (ExpectationOutcome Outcome, string Sentence) Conclude(Sweep sweep)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var (setting, where) = (SafeText.Line(sweep.Setting), $"in the scenario {SafeText.Line(sweep.Scenario)}");
        var holding = sweep.Points.Where(point => point.Figures.Outcome == ExpectationOutcome.Held).ToList();
        var interrupted = sweep.IsInterrupted
            ? $" The sweep was interrupted: {sweep.Points.Count} of {Figures.Count(sweep.Count, "value")} were rehearsed."
            : "";
        if (sweep.Points.Count == 0)
        {
            return (ExpectationOutcome.Unknown, interrupted.Trim());
        }

        var (outcome, sentence) =
            holding.Count == sweep.Points.Count
                ? (ExpectationOutcome.Held, $"{Subject(sweep)} holds with every value of {setting} {where}.")
            : holding.Count > 0 ? (ExpectationOutcome.Held, $"{Subject(sweep)} holds with {setting} of {Values(holding)} {where}.")
            : sweep.Points.Any(point => point.Figures.Outcome == ExpectationOutcome.Failed)
                ? (ExpectationOutcome.Failed, $"{Subject(sweep)} holds with no value of {setting} {where}.")
            : (ExpectationOutcome.Unknown, $"No expectation of {Subject(sweep)} can be judged {where}.");
        return (sweep.IsInterrupted ? ExpectationOutcome.Unknown : outcome, sentence + interrupted);
    }

    private static string Subject(Sweep sweep) =>
        SafeText.Line(sweep.Cluster is null ? sweep.Stack : $"{sweep.Stack} (cluster {sweep.Cluster})");

    private static string Values(IReadOnlyList<SweepPoint> points) =>
        points switch
        {
            [] => "no value",
            [var only] => SafeText.Line(only.Value),
            _ => SafeText.Line($"{string.Join(", ", points.SkipLast(1).Select(point => point.Value))} and {points[^1].Value}"),
        };

    private static AnswerSection WriteWhole(Sweep sweep) =>
        new("By value")
        {
            Columns = ["value", "nodes", "cost a month", "verdict"],
            Rows = [.. sweep.Points.Select(DescribeWhole)],
            Plots = Plots(
                Plot(sweep, "most nodes", PlotUnit.Count, point => point.Figures.MostNodes),
                Plot(sweep, "cost a month", PlotUnit.Money, point => point.Figures.CostPerMonth)
            ),
        };

    private static StyledText[] DescribeWhole(SweepPoint point) =>
        [
            new StyledText(SafeText.Line(point.Value)),
            new StyledText(Figures.Number(point.Figures.MostNodes)),
            new StyledText(point.Figures.CostPerMonth is { } cost ? Figures.Money(cost) : Figures.None),
            FigureText.Verdict(point.Figures),
        ];

    private static AnswerSection WriteService(Sweep sweep, string service) =>
        new(SafeText.Line(service))
        {
            Columns = ["value", "p99", "succeeded", "most pods", "fewest ready", "most cpu", "verdict"],
            Rows = [.. sweep.Points.Select(point => DescribeService(point, service))],
            Plots = Plots(
                Plot(sweep, $"{service} p99", PlotUnit.Seconds, point => point.Find(service)?.Latency99?.TotalSeconds),
                Plot(sweep, $"{service} failed requests", PlotUnit.Part, point => 1 - point.Find(service)?.Availability),
                Plot(sweep, $"{service} most pods", PlotUnit.Count, point => point.Find(service)?.MostPods)
            ),
        };

    private static StyledText[] DescribeService(SweepPoint point, string service)
    {
        var found = point.Find(service);
        var failures = point.Figures.Failures.Where(failure => failure.Subject == service).ToList();
        return
        [
            new StyledText(SafeText.Line(point.Value)),
            new StyledText(Figures.Duration(found?.Latency99)),
            new StyledText(found?.Availability is { } part ? Figures.Availability(part) : Figures.None),
            new StyledText(found is null ? Figures.None : Figures.Number(found.MostPods)),
            new StyledText(found is null ? Figures.None : Figures.Number(found.FewestReady)),
            new StyledText(found?.CpuUse is { } use ? Figures.Percent(use) : Figures.None),
            failures.Count > 0
                ? new StyledText($"fails: {FigureText.Names(failures)}", TextStyle.Bad)
                : new StyledText("holds", TextStyle.Good),
        ];
    }

    private static BarPlot Plot(Sweep sweep, string title, PlotUnit unit, Func<SweepPoint, double?> value) =>
        new(SafeText.Line(title), unit, [.. sweep.Points.Select(point => (point.Value, value(point), point.Figures.Outcome))]);

    /// <summary>The plots that show a change.</summary>
    private static IReadOnlyList<BarPlot> Plots(params IEnumerable<BarPlot> plots) => [.. plots.Where(plot => plot.Varies)];
}

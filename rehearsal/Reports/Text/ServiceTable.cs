using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Text;

/// <summary>The services with load: a row of figures and small plots for each.</summary>
internal static class ServiceTable
{
    private const int MaxRows = 24;
    private const int MaxName = 28;
    private const int MinPlot = 6;
    private const int MaxPlot = 24;
    private const int Gap = 2;

    public static IEnumerable<StyledLine> Write(RehearsalResult result, int width)
    {
        var services = result.Services.Select(timeline => (Timeline: timeline, Summary: ServiceSummary.Of(timeline))).ToList();
        var loaded = services.Where(service => service.Summary.HasLoad).ToList();
        if (loaded.Count == 0)
        {
            yield break;
        }

        foreach (var line in StyledWrap.Heading("Services", width))
        {
            yield return line;
        }

        var failing = result
            .Expectations.Where(expectation => expectation.Outcome == ExpectationOutcome.Failed)
            .Select(expectation => expectation.Subject)
            .ToHashSet(StringComparer.Ordinal);
        var shown = loaded
            .OrderByDescending(service => failing.Contains(service.Timeline.Service))
            .ThenByDescending(service => service.Summary.Rate.Highest)
            .Take(MaxRows)
            .Select(service => service.Summary)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var line in WriteRows([.. loaded.Where(service => shown.Contains(service.Summary))], width))
        {
            yield return line;
        }

        var others = loaded.Count - shown.Count;
        var unloaded = services.Where(service => !service.Summary.HasLoad).Select(service => service.Summary.Service).ToList();
        string[] notes =
        [
            others > 0 ? $"{Figures.Count(others, "further service")} with load: see the other reports." : "",
            unloaded.Count > 0 ? $"Without load: {string.Join(", ", unloaded)}." : "",
        ];
        foreach (var note in notes.Where(note => note.Length > 0))
        {
            foreach (var line in StyledWrap.Wrap([new StyledText(note, TextStyle.Faint)], width, Gap))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<StyledLine> WriteRows(List<(ServiceTimeline Timeline, ServiceSummary Summary)> services, int width)
    {
        string[] headings = ["service", "load", "ready pods", "cpu", "p99", "failed"];
        var cells = services.Select(service => Cells(service.Summary)).ToList();
        var widths = headings
            .Select((heading, column) => Math.Max(heading.Length, cells.Max(row => SafeText.Width(row[column]))))
            .ToArray();
        widths[0] = Math.Min(widths[0], MaxName);
        var room = width - widths.Sum() - (headings.Length - 1) * Gap;
        if (room < 0)
        {
            return cells.SelectMany(row => WriteSentence(row, width));
        }

        var plot = Math.Min((room - 2) / 2, MaxPlot);
        return services
            .Zip(cells, (service, row) => Row(row, plot < MinPlot ? null : Plots(service.Timeline, plot), TextStyle.Plain))
            .Prepend(Row(headings, plot < MinPlot ? null : (new string(' ', plot), new string(' ', plot)), TextStyle.Faint));

        StyledLine Row(string[] row, (string Load, string Ready)? plots, TextStyle style) =>
            new(
                new StyledText(Pad(SafeText.Cut(row[0], widths[0]), widths[0] + Gap), style),
                new StyledText(plots is { } first ? $"{first.Load} " : ""),
                new StyledText(Pad(row[1], widths[1] + Gap), style),
                new StyledText(plots is { } second ? $"{second.Ready} " : ""),
                new StyledText(Pad(row[2], widths[2] + Gap), style),
                new StyledText(
                    string.Concat(Enumerable.Range(3, 3).Select(column => Pad(row[column], widths[column] + Gap))).TrimEnd(),
                    style
                )
            );
    }

    private static string[] Cells(ServiceSummary summary) =>
        [
            summary.Service,
            $"{Figures.Range(summary.Rate.Lowest, summary.Rate.Highest)} rps",
            Figures.Range(summary.Ready.Fewest, summary.Ready.Most),
            summary.Cpu is { } cpu ? Figures.Percent(cpu) : Figures.None,
            Figures.Duration(summary.Latency99),
            summary.Failed is { } failed ? Figures.Percent(failed) : Figures.None,
        ];

    private static IEnumerable<StyledLine> WriteSentence(string[] row, int width) =>
        StyledWrap.Wrap(
            [
                new StyledText(row[0], TextStyle.Heading),
                new StyledText($": {row[1]}, {row[2]} ready pods, cpu {row[3]}, p99 {row[4]}, {row[5]} failed"),
            ],
            width,
            Gap
        );

    private static (string Load, string Ready) Plots(ServiceTimeline timeline, int columns) =>
        (
            Sparkline.Draw([.. timeline.Samples.Select(sample => (double?)sample.Begun)], columns).PadRight(columns),
            Sparkline.Draw([.. timeline.Samples.Select(sample => (double?)sample.Ready)], columns, keepsLowest: true).PadRight(columns)
        );

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - SafeText.Width(text)));
}

using System.Text;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>
/// Draws plots as SVG. The picture is stretched to the width of the page; its text is HTML, which keeps its size.
/// </summary>
internal sealed class PlotSvg(TimeAxis axis, IReadOnlyList<TimelineEvent> faults)
{
    private const int Height = 200;

    // Room for a line along an end.
    private const int Margin = 4;

    /// <summary>Draws a plot with its legend and axes.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="id">Its identity in the page.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="failed">The periods in which an expectation of it does not hold.</param>
    public HtmlText Draw(Plot plot, string id, string subject, IEnumerable<Period> failed)
    {
        var html = new HtmlText();
        html.Write($"<figure class=\"plot\" id=\"{id}\"><figcaption><span><b>{plot.Title}</b> <span class=\"at\"></span></span> ");
        for (var i = 0; i < plot.Series.Count; i++)
        {
            var series = plot.Series[i];
            html.Write($"<span class=\"key k{i}\">{series.Name} <output>{Extreme(plot, series)}</output></span> ");
        }

        html.Write($"</figcaption><div class=\"area\"><div class=\"scale\" aria-hidden=\"true\"><span>{plot.Format(plot.Top)}</span>");
        html.Write($"<span>{plot.Format(plot.Top / 2)}</span><span>0</span></div><div class=\"canvas\">");
        html.Write($"<svg viewBox=\"0 {-Margin} {TimeAxis.Width} {Height + 2 * Margin}\" preserveAspectRatio=\"none\" role=\"img\" ");
        html.Write($"aria-labelledby=\"{id}t\" aria-describedby=\"{id}d\"><title id=\"{id}t\">{subject}: {plot.Title}</title>");
        html.Write($"<desc id=\"{id}d\">{Describe(plot)}</desc>");
        DrawBands(html, failed);
        html.Write($"<path class=\"grid\" d=\"M0 {Height / 2}H{TimeAxis.Width}M0 {Height}H{TimeAxis.Width}\"/>");
        if (plot.Mark is { } mark)
        {
            html.Write($"<path class=\"mark\" d=\"M0 {Level(mark, plot.Top)}H{TimeAxis.Width}\"/>");
        }

        for (var i = plot.Series.Count - 1; i >= 0; i--)
        {
            html.Write($"<path class=\"line l{i}\" d=\"{Trace(plot, plot.Series[i])}\"/>");
        }

        html.Write($"<path class=\"cursor\" d=\"M-9 0V{Height}\"/></svg>");
        html.Write($"<div class=\"slider\" tabindex=\"0\" role=\"slider\" aria-label=\"Time in {subject}: {plot.Title}\" ");
        html.Write($"aria-valuemin=\"0\" aria-valuemax=\"{axis.Columns - 1}\" aria-valuenow=\"0\" aria-describedby=\"{id}d\"></div>");
        return html.Write($"</div>{Lanes.Ticks(axis)}</div></figure>\n");
    }

    /// <summary>Draws the times of faults, and those in which an expectation does not hold.</summary>
    public void DrawBands(HtmlText html, IEnumerable<Period> failed)
    {
        foreach (var fault in faults)
        {
            Band("fault", fault.At, fault.Until ?? axis.Duration);
        }

        foreach (var period in failed)
        {
            Band("bad", period.From, period.Until);
        }

        void Band(string name, TimeSpan from, TimeSpan until)
        {
            var left = axis.Place(from);
            html.Write(
                $"<rect class=\"{name}\" x=\"{left}\" y=\"0\" width=\"{Math.Max(2, axis.Place(until) - left)}\" height=\"{Height}\"/>"
            );
        }
    }

    // What matters of things that must be there is how few they were.
    private static string Extreme(Plot plot, PlotSeries series) =>
        plot.HasSteps && plot.Unit == PlotUnit.Count && series is { Lowest: { } lowest, Highest: { } highest }
            ? Figures.Range(lowest, highest)
        : series.Highest is { } value && series.Lowest < value ? $"≤ {plot.Format(value)}"
        : plot.Format(series.Highest);

    private string Describe(Plot plot) =>
        $"From {Figures.At(TimeSpan.Zero)} to {Figures.At(axis.Duration)}. "
        + string.Join(
            "; ",
            plot.Series.Select(series =>
                series.Highest is { } highest && series.Lowest is { } lowest
                    ? $"{series.Name}: from {plot.Format(lowest)} to {plot.Format(highest)}, highest at "
                        + axis.Label(Array.FindIndex(series.Columns, column => column?.High == highest))
                    : $"{series.Name}: no values"
            )
        )
        + ".";

    private static int Level(double value, double top) => Height - (int)Math.Round(Math.Clamp(value / top, 0, 1) * Height);

    private string Trace(Plot plot, PlotSeries series)
    {
        var trace = new StringBuilder();
        var (isDrawing, level) = (false, -1);
        for (var column = 0; column < series.Columns.Length; column++)
        {
            if (series.Columns[column] is not { } range)
            {
                isDrawing = false;
                continue;
            }

            var (low, high) = (Level(range.Low, plot.Top), Level(range.High, plot.Top));
            var isLast = column == series.Columns.Length - 1 || series.Columns[column + 1] is null;
            if (plot.HasSteps)
            {
                trace.Append(
                    isDrawing
                        ? level == low
                            ? ""
                            : $"H{axis.Left(column)}V{low}"
                        : $"M{axis.Left(column)} {low}"
                );
                trace.Append(high == low ? "" : $"V{high}V{low}").Append(isLast ? $"H{axis.Left(column + 1)}" : "");
            }
            else if (!isDrawing || isLast || low != high || level != low || !IsLevel(series, plot, column + 1, low))
            {
                trace.Append(isDrawing ? 'L' : 'M').Append(axis.Middle(column)).Append(' ').Append(high);
                trace.Append(high == low ? "" : $"V{low}");
            }

            (isDrawing, level) = (true, low);
        }

        return trace.ToString();
    }

    // A column between two of its level adds nothing to a line.
    private static bool IsLevel(PlotSeries series, Plot plot, int column, int level) =>
        series.Columns[column] is { } range && Level(range.Low, plot.Top) == level && Level(range.High, plot.Top) == level;
}

using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>The services: their plots, and their values as tables.</summary>
internal sealed class ServiceSections(RehearsalResult result, TimeAxis axis, PlotData data)
{
    private const int MaxOpen = 6;
    private const int MaxRows = 24;

    private readonly PlotSvg _svg = new(axis, [.. result.Events.Where(happened => happened.Type == TimelineEventType.Fault)]);

    public HtmlText Write()
    {
        var html = new HtmlText();
        if (result.Services.Count == 0)
        {
            return html;
        }

        html.Write($"<section aria-labelledby=\"services\"><h2 id=\"services\">Services</h2>\n");
        html.Write($"<p class=\"legend\"><span class=\"swatch infault\">during a fault</span> ");
        html.Write($"<span class=\"swatch inbad\">an expectation does not hold</span></p>\n");
        for (var i = 0; i < result.Services.Count; i++)
        {
            WriteService(html, result.Services[i], i);
        }

        return html.Write($"</section>\n");
    }

    private void WriteService(HtmlText html, ServiceTimeline timeline, int index)
    {
        var summary = ServiceSummary.Of(timeline);
        var failed = result
            .Expectations.Where(expectation => expectation.Outcome == ExpectationOutcome.Failed && expectation.Subject == timeline.Service)
            .ToList();
        var isOpen = failed.Count > 0 || index < MaxOpen && result.Services.Count <= MaxOpen;
        html.WriteMarkup(isOpen ? "<details class=\"service\" open>" : "<details class=\"service\">");
        html.Write($"<summary><h3 id=\"s{index}\">{summary.Service}</h3> <span class=\"{(failed.Count > 0 ? "fails" : "facts")}\">");
        html.Write($"{(failed.Count > 0 ? "✗ " : "") + Describe(summary)}</span></summary>\n<div class=\"plots\">\n");
        var periods = failed.SelectMany(expectation => expectation.Periods).ToList();
        foreach (var plot in PlotsOf(timeline))
        {
            html.Write($"{_svg.Draw(plot, data.Add(plot), timeline.Service, periods)}");
        }

        html.Write($"</div>\n");
        WriteTable(html, timeline);
        html.Write($"</details>\n");
    }

    private static string Describe(ServiceSummary summary) =>
        summary.HasLoad
            ? $"{Figures.Range(summary.Rate.Lowest, summary.Rate.Highest)} rps, {Figures.Range(summary.Ready.Fewest, summary.Ready.Most)} ready pods, "
                + $"p99 {Figures.Duration(summary.Latency99)}{(summary.Failed > 0 ? $", {Figures.Percent(summary.Failed.Value)} failed" : "")}"
            : $"no load, {Figures.Range(summary.Ready.Fewest, summary.Ready.Most)} ready pods";

    // A plot that would show nothing but zeros is left out, except for what must be seen not to be there.
    private IEnumerable<Plot> PlotsOf(ServiceTimeline timeline)
    {
        var hasLoad = timeline.Samples.Any(sample => sample.Begun > 0 || sample.Attempts > 0);
        if (hasLoad)
        {
            var attempts = Series("attempts", sample => sample.Attempts);
            var begun = Series("begun", sample => sample.Begun);
            yield return new Plot("Load", PlotUnit.Rate, begun, Series("succeeded", sample => sample.Succeeded), attempts);
            yield return new Plot(
                "Latency",
                PlotUnit.Seconds,
                Series("p50", sample => sample.Latency50?.TotalSeconds),
                Series("p95", sample => sample.Latency95?.TotalSeconds),
                Series("p99", sample => sample.Latency99?.TotalSeconds)
            );
            yield return new Plot("Errors", PlotUnit.Rate, Series("failed", sample => sample.Failed));
        }

        yield return new Plot("Pods", PlotUnit.Count, Series("ready", sample => sample.Ready), Series("desired", sample => sample.Desired))
        {
            HasSteps = true,
        };
        yield return new Plot(
            "CPU of its request",
            PlotUnit.Part,
            Series("used", sample => sample.CpuRequested > 0 ? sample.Cpu / sample.CpuRequested : null)
        )
        {
            Mark = 1,
        };
        if (timeline.Samples.Any(sample => sample.Memory > 0))
        {
            yield return new Plot("Memory", PlotUnit.Bytes, Series("used", sample => sample.Memory));
        }

        if (timeline.Samples.Any(sample => sample.Waiting >= 1))
        {
            yield return new Plot("Waiting requests", PlotUnit.Count, Series("waiting", sample => sample.Waiting));
        }

        PlotSeries Series(string name, Func<ServiceSample, double?> value) =>
            new(name, axis.Group(timeline.Samples, sample => sample.At, value));
    }

    private static void WriteTable(HtmlText html, ServiceTimeline timeline)
    {
        if (timeline.Samples.Count == 0)
        {
            return;
        }

        html.Write($"<details class=\"values\"><summary>Values of {timeline.Service} as a table</summary><div class=\"wide\"><table>");
        html.Write(
            $"<thead><tr><th scope=\"col\">at</th><th scope=\"col\">load</th><th scope=\"col\">failed</th><th scope=\"col\">waiting</th>"
        );
        html.Write($"<th scope=\"col\">desired</th><th scope=\"col\">ready</th><th scope=\"col\">cpu</th><th scope=\"col\">memory</th>");
        html.Write($"<th scope=\"col\">p50</th><th scope=\"col\">p95</th><th scope=\"col\">p99</th></tr></thead><tbody>\n");
        var step = (timeline.Samples.Count + MaxRows - 1) / MaxRows;
        for (var i = step - 1; i < timeline.Samples.Count; i += step)
        {
            var sample = timeline.Samples[i];
            html.Write($"<tr><th scope=\"row\">{Figures.At(sample.At)}</th><td>{Figures.Rate(sample.Begun)}</td>");
            html.Write($"<td>{Figures.Rate(sample.Failed)}</td><td>{Figures.Number(sample.Waiting)}</td>");
            html.Write($"<td>{sample.Desired}</td><td>{sample.Ready}</td><td>{Figures.Cores(sample.Cpu)}</td>");
            html.Write($"<td>{Figures.Bytes(sample.Memory)}</td><td>{Figures.Duration(sample.Latency50)}</td>");
            html.Write($"<td>{Figures.Duration(sample.Latency95)}</td><td>{Figures.Duration(sample.Latency99)}</td></tr>\n");
        }

        html.Write($"</tbody></table></div></details>\n");
    }
}

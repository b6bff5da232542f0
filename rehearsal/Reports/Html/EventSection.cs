using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>Faults and events on the axis of time, a lane for each kind, and as a table.</summary>
internal sealed class EventSection(RehearsalResult result, TimeAxis axis, PlotData data)
{
    private const int MaxRows = 500;
    private const int MaxTexts = 3;

    private static readonly (TimelineEventType Type, string Name)[] Kinds =
    [
        (TimelineEventType.Fault, "faults"),
        (TimelineEventType.Rollout, "rollouts"),
        (TimelineEventType.Scaling, "autoscalers"),
        (TimelineEventType.Node, "nodes"),
        (TimelineEventType.Pod, "pods"),
        (TimelineEventType.Disruption, "disruption budgets"),
    ];

    public HtmlText Write()
    {
        var html = new HtmlText();
        if (result.Events.Count == 0)
        {
            return html;
        }

        html.Write($"<section aria-labelledby=\"events\"><h2 id=\"events\">What happened</h2>\n");
        var lanes = new Lanes(axis, data);
        Lanes.Start(html);
        foreach (var (type, name) in Kinds)
        {
            var events = result.Events.Where(happened => happened.Type == type).ToList();
            if (events.Count > 0)
            {
                lanes.Draw(html, name, $"{Figures.Count(events.Count, "event")}, listed in the table below.", Bars(events), Texts(events));
            }
        }

        lanes.WriteAxis(html);
        Lanes.End(html);
        WriteTable(html);
        return html.Write($"</section>\n");
    }

    // What lasts shorter than a column is drawn once for each column.
    private IEnumerable<Lanes.Bar> Bars(List<TimelineEvent> events) =>
        events
            .Select(happened => new Lanes.Bar(
                axis.Place(happened.At),
                axis.Place(happened.Until ?? happened.At),
                $"e{(int)happened.Type}{(happened.Until is null ? "" : " lasts")}"
            ))
            .DistinctBy(bar => (bar.From / 2, bar.Until / 2));

    private string?[] Texts(List<TimelineEvent> events)
    {
        var columns = new List<string>?[axis.Columns];
        foreach (var happened in events)
        {
            var text = $"{Figures.At(happened.At)} {EventText.Of(happened)}";
            for (var column = axis.Find(happened.At); column <= axis.Find(happened.Until ?? happened.At); column++)
            {
                (columns[column] ??= []).Add(text);
            }
        }

        return [.. columns.Select(texts => texts is null ? null : Join(texts))];
    }

    private static string Join(List<string> texts) =>
        string.Join(" · ", texts.Take(MaxTexts)) + (texts.Count > MaxTexts ? $" · and {texts.Count - MaxTexts} more" : "");

    private void WriteTable(HtmlText html)
    {
        html.Write($"<details class=\"values\"><summary>{Figures.Count(result.Events.Count, "event")} as a table</summary>");
        html.Write(
            $"<div class=\"wide\"><table><thead><tr><th scope=\"col\">at</th><th scope=\"col\">until</th><th scope=\"col\">kind</th>"
        );
        html.Write($"<th scope=\"col\" class=\"text\">what</th></tr></thead><tbody>\n");
        foreach (var happened in result.Events.Take(MaxRows))
        {
            var until = happened.Until is { } end ? Figures.At(end) : "";
            html.Write($"<tr><th scope=\"row\">{Figures.At(happened.At)}</th><td>{until}</td>");
            html.Write(
                $"<td>{Kinds.First(kind => kind.Type == happened.Type).Name}</td><td class=\"text\">{EventText.Of(happened)}</td></tr>\n"
            );
        }

        html.Write($"</tbody></table></div>");
        if (result.Events.Count > MaxRows)
        {
            html.Write($"<p>{Figures.Count(result.Events.Count - MaxRows, "further event")} are in the JSON report only.</p>");
        }

        html.Write($"</details>\n");
    }
}

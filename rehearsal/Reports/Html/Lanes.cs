using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>Rows of bars along the axis of time, whose texts appear below them at the cursor.</summary>
internal sealed class Lanes(TimeAxis axis, PlotData data)
{
    /// <summary>A bar of a lane.</summary>
    /// <param name="From">Its left end.</param>
    /// <param name="Until">Its right end.</param>
    /// <param name="Class">The class that gives it its colour.</param>
    public readonly record struct Bar(int From, int Until, string Class);

    /// <summary>Starts a group of lanes.</summary>
    public static void Start(HtmlText html) => html.Write($"<div class=\"lanes\">\n");

    /// <summary>Draws a lane.</summary>
    /// <param name="html">Receives the lane.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it shows, for those who do not see it.</param>
    /// <param name="bars">Its bars.</param>
    /// <param name="texts">A text for each column; null where there is nothing.</param>
    public void Draw(HtmlText html, string name, string description, IEnumerable<Bar> bars, string?[] texts)
    {
        var id = data.Add(texts);
        html.Write($"<div class=\"lane\" id=\"{id}\"><span class=\"name\">{name}</span><div class=\"canvas\">");
        html.Write(
            $"<svg viewBox=\"0 0 {TimeAxis.Width} 20\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"{id}t\" aria-describedby=\"{id}d\">"
        );
        html.Write($"<title id=\"{id}t\">{name}</title><desc id=\"{id}d\">{description}</desc>");
        foreach (var bar in bars)
        {
            html.Write(
                $"<rect class=\"{bar.Class}\" x=\"{bar.From}\" y=\"2\" width=\"{Math.Max(3, bar.Until - bar.From)}\" height=\"16\"/>"
            );
        }

        html.Write($"<path class=\"cursor\" d=\"M-9 0V20\"/></svg><div class=\"slider\" tabindex=\"0\" role=\"slider\" ");
        html.Write($"aria-label=\"Time in {name}\" aria-valuemin=\"0\" aria-valuemax=\"{axis.Columns - 1}\" aria-valuenow=\"0\" ");
        html.Write($"aria-describedby=\"{id}d\"></div></div></div>\n");
    }

    /// <summary>Writes the axis below lanes.</summary>
    public void WriteAxis(HtmlText html) =>
        html.Write($"<div class=\"lane axis\" aria-hidden=\"true\"><span class=\"name\"></span>{Ticks(axis)}</div>\n");

    /// <summary>Ends a group of lanes with the line for the text at the cursor.</summary>
    public static void End(HtmlText html)
    {
        html.Write($"<p class=\"readout\">Point at a lane, or choose it and press the arrow keys, to see what happened.</p></div>\n");
    }

    /// <summary>Writes the times of the axis.</summary>
    public static HtmlText Ticks(TimeAxis axis)
    {
        var html = new HtmlText();
        html.Write($"<div class=\"ticks\">");
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            html.Write($"<span>{Figures.At(axis.Duration * quarter / 4)}</span>");
        }

        return html.Write($"</div>");
    }
}

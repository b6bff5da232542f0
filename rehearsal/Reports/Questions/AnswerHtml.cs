using System.Globalization;
using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>An answer as one page for browsers, without external parts and without a script.</summary>
internal static class AnswerHtml
{
    private const int Width = 1000;
    private const int Height = 200;
    private const int MostLabels = 16;

    /// <summary>Writes the page.</summary>
    public static string Write(Answer answer)
    {
        var body = new HtmlText();
        body.Write(
            $"<header class=\"{Class(answer.Outcome)}\"><h1>{answer.Mark} {answer.Sentence}</h1>\n<p>{answer.Title}</p></header>\n<main>\n"
        );
        if (answer.Findings.Count > 0)
        {
            body.Write($"<section aria-label=\"Findings\"><ul class=\"findings\">\n");
            foreach (var finding in answer.Findings)
            {
                body.Write($"<li>{string.Concat(finding.Select(part => part.Text))}</li>\n");
            }

            body.Write($"</ul></section>\n");
        }

        for (var i = 0; i < answer.Sections.Count; i++)
        {
            WriteSection(body, answer.Sections[i], $"s{i}");
        }

        body.Write($"</main>\n");
        return HtmlPage.Write(answer.Title, body);
    }

    private static void WriteSection(HtmlText html, AnswerSection section, string id)
    {
        if (section is { Rows: [], Plots: [], Code: null })
        {
            return;
        }

        html.Write($"<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{section.Heading}</h2>\n");
        if (section.Plots.Count > 0)
        {
            html.Write($"<div class=\"plots\">\n");
            for (var i = 0; i < section.Plots.Count; i++)
            {
                WritePlot(html, section.Plots[i], $"{id}p{i}");
            }

            html.Write($"</div>\n");
        }

        if (section.Rows.Count > 0)
        {
            WriteTable(html, section);
        }

        if (section.Code is { } code)
        {
            html.Write($"<pre>");
            foreach (var line in code.TrimEnd('\n').Split('\n'))
            {
                // Spaces at the start of a line have a meaning.
                var text = line.TrimStart(' ');
                html.WriteMarkup(new string(' ', line.Length - text.Length)).Write($"{text}\n");
            }

            html.Write($"</pre>\n");
        }

        html.Write($"</section>\n");
    }

    private static void WriteTable(HtmlText html, AnswerSection section)
    {
        html.Write($"<div class=\"wide\"><table><thead><tr>");
        for (var i = 0; i < section.Columns.Count; i++)
        {
            html.WriteMarkup(IsText(i, section) ? "<th scope=\"col\" class=\"text\">" : "<th scope=\"col\">")
                .Write($"{section.Columns[i]}</th>");
        }

        html.Write($"</tr></thead><tbody>\n");
        foreach (var row in section.Rows)
        {
            html.Write($"<tr><th scope=\"row\" class=\"text\">{row[0].Text}</th>");
            for (var i = 1; i < row.Count; i++)
            {
                html.Write($"<td class=\"{(IsText(i, section) ? "text " : "")}{Class(row[i].Style)}\">{row[i].Text}</td>");
            }

            html.Write($"</tr>\n");
        }

        html.Write($"</tbody></table></div>\n");
    }

    private static bool IsText(int column, AnswerSection section) => column == 0 || column == section.Columns.Count - 1;

    private static void WritePlot(HtmlText html, BarPlot plot, string id)
    {
        html.Write($"<figure class=\"plot bars\"><figcaption><b>{plot.Title}</b></figcaption><div class=\"area\">");
        html.Write(
            $"<div class=\"scale\" aria-hidden=\"true\"><span>{plot.Format(plot.Top)}</span><span>{plot.Format(plot.Top / 2)}</span>"
        );
        html.Write(
            $"<span>0</span></div><div class=\"canvas\"><svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" "
        );
        html.Write($"aria-labelledby=\"{id}t\" aria-describedby=\"{id}d\"><title id=\"{id}t\">{plot.Title}</title><desc id=\"{id}d\">");
        html.Write($"{string.Join("; ", plot.Bars.Select(bar => $"{bar.Label}: {plot.Format(bar.Value)}"))}</desc>");
        html.Write($"<path class=\"grid\" d=\"M0 0H{Width}M0 {Height / 2}H{Width}M0 {Height}H{Width}\"/>");
        var each = (double)Width / plot.Bars.Count;
        for (var i = 0; i < plot.Bars.Count; i++)
        {
            var bar = plot.Bars[i];
            var height = Math.Clamp((bar.Value ?? 0) / plot.Top, 0, 1) * Height;
            html.Write($"<g class=\"bar {Class(bar.Outcome)}\"><title>{bar.Label}: {plot.Format(bar.Value)}</title>");
            html.Write($"<rect class=\"field\" x=\"{Number(i * each)}\" y=\"0\" width=\"{Number(each)}\" height=\"{Height}\"/>");
            html.Write($"<rect x=\"{Number((i + 0.1) * each)}\" y=\"{Number(Height - height)}\" ");
            html.Write($"width=\"{Number(each * 0.8)}\" height=\"{Number(height)}\"/></g>");
        }

        html.Write($"</svg></div><div class=\"ticks\" aria-hidden=\"true\">");
        var every = (plot.Bars.Count + MostLabels - 1) / MostLabels;
        for (var i = 0; i < plot.Bars.Count; i++)
        {
            html.Write($"<span>{(i % every == 0 ? plot.Bars[i].Label : "")}</span>");
        }

        html.Write($"</div></div></figure>\n");
    }

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static string Class(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "holds",
            ExpectationOutcome.Failed => "fails",
            _ => "unknown",
        };

    private static string Class(TextStyle style) =>
        style switch
        {
            TextStyle.Good => "holds",
            TextStyle.Bad => "fails",
            TextStyle.Doubtful => "unknown",
            _ => "",
        };
}

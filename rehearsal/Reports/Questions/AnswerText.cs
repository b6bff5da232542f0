using Infra.Rehearsal.Reports.Text;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>An answer for people at a terminal.</summary>
internal static class AnswerText
{
    private const int Indent = 2;
    private const int MostOfBar = 40;
    private const string Eighths = "▏▎▍▌▋▊▉█";

    /// <summary>Writes the answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="width">The columns of the terminal; null for lines of any length, and no plots.</param>
    public static IReadOnlyList<StyledLine> Write(Answer answer, int? width)
    {
        var columns = Math.Max(1, width ?? int.MaxValue);
        return
        [
            .. StyledWrap.Wrap([new StyledText($"{answer.Mark} {answer.Sentence}", Answer.StyleOf(answer.Outcome))], columns, Indent),
            .. answer.Findings.SelectMany(finding => StyledWrap.Wrap(finding, columns, Indent)),
            .. answer.Sections.SelectMany(section => WriteSection(section, columns, width is not null)),
        ];
    }

    private static IEnumerable<StyledLine> WriteSection(AnswerSection section, int width, bool isTerminal)
    {
        var plots = isTerminal ? section.Plots.SelectMany(plot => WritePlot(plot, width)).ToList() : [];
        return section is { Rows: [], Code: null } && plots.Count == 0
            ? []
            :
            [
                .. StyledWrap.Heading(section.Heading, width),
                .. section.Rows.Count > 0 ? TextTable.Write(section.Columns, section.Rows, width) : [],
                .. plots,
                .. (section.Code?.TrimEnd('\n').Split('\n') ?? []).Select(line => new StyledLine(new StyledText(line))),
            ];
    }

    private static IEnumerable<StyledLine> WritePlot(BarPlot plot, int width)
    {
        var labels = plot.Bars.Select(bar => SafeText.Line(bar.Label)).ToList();
        var figures = plot.Bars.Select(bar => $" {plot.Format(bar.Value)} {Answer.MarkOf(bar.Outcome)}").ToList();
        var label = labels.Max(SafeText.Width);
        var room = Math.Min(MostOfBar, width - label - figures.Max(SafeText.Width) - 1);
        if (room < 1)
        {
            yield break;
        }

        yield return new StyledLine(new StyledText(SafeText.Cut(SafeText.Line(plot.Title), width), TextStyle.Faint));
        for (var i = 0; i < labels.Count; i++)
        {
            yield return new StyledLine(
                new StyledText($"{labels[i]}{new string(' ', label - SafeText.Width(labels[i]))} ", TextStyle.Faint),
                new StyledText(Draw((plot.Bars[i].Value ?? 0) / plot.Top, room), Answer.StyleOf(plot.Bars[i].Outcome)),
                new StyledText(figures[i])
            );
        }
    }

    private static string Draw(double part, int room)
    {
        var eighths = (int)Math.Round(Math.Clamp(part, 0, 1) * room * Eighths.Length);
        var rest = eighths % Eighths.Length;
        return new string(Eighths[^1], eighths / Eighths.Length) + (rest > 0 ? Eighths[rest - 1] : "");
    }
}

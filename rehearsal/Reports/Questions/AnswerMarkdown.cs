using System.Text;
using Infra.Rehearsal.Reports.Markdown;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>An answer for a comment on a pull request: the sentence first, then the findings and the tables.</summary>
internal static class AnswerMarkdown
{
    private const string LeftOut = "\n_The rest is left out: the report is too long for a comment._\n";

    /// <summary>Writes the answer. What exceeds the length of a comment is left out, the last tables first.</summary>
    public static string Write(Answer answer)
    {
        var report = new StringBuilder($"### {Mark(answer.Outcome)} {MarkdownText.Escape(answer.Sentence)}\n");
        if (answer.Findings.Count > 0)
        {
            report.Append('\n');
        }

        var parts = answer.Findings.Select(finding => $"- {Join(finding)}\n").Concat(answer.Sections.Select(Write));
        foreach (var part in parts)
        {
            if (report.Length + part.Length > MarkdownReport.MaxLength - LeftOut.Length)
            {
                return report.Append(LeftOut).ToString();
            }

            report.Append(part);
        }

        return report.ToString();
    }

    private static string Write(AnswerSection section)
    {
        if (section is { Rows: [], Code: null })
        {
            return "";
        }

        var text = new StringBuilder($"\n**{MarkdownText.Escape(section.Heading)}**\n");
        if (section.Rows.Count > 0)
        {
            text.Append('\n').Append(Line(section.Columns)).Append(Line(section.Columns.Select(_ => "---")));
            foreach (var row in section.Rows)
            {
                text.Append(Line(row.Select(cell => MarkdownText.Escape(cell.Text))));
            }
        }

        return section.Code is { } code ? text.Append($"\n```yaml\n{code.TrimEnd('\n')}\n```\n").ToString() : text.ToString();
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Join(IEnumerable<StyledText> parts) => MarkdownText.Escape(string.Concat(parts.Select(part => part.Text)));

    private static string Mark(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "✅",
            ExpectationOutcome.Failed => "❌",
            _ => "❔",
        };
}

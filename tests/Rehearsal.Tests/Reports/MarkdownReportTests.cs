using System.Text.RegularExpressions;
using CsCheck;
using Infra.Rehearsal.Reports.Markdown;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Reports;

/// <summary>The report for comments on pull requests.</summary>
public sealed partial class MarkdownReportTests
{
    [Fact]
    public void Write_OfAPeak_IsTheGolden() => Golden.AssertCurrent("peak.md", MarkdownReport.Write(SampleResult.Peak));

    [Fact]
    public void Write_OfAnyText_NeverMentionsNorBreaksOut() =>
        Gen.OneOf(Gen.String, Gen.String["@#|`<>&\\!*_[]()~-=+.:/ \n\r1aw"])
            .Sample(
                text =>
                {
                    var report = MarkdownReport.Write(SampleResult.WithEveryText(text));

                    Assert.DoesNotMatch(Mention(), report.Replace("&#8203;", "\u200B", StringComparison.Ordinal));
                    Assert.DoesNotMatch(UnescapedMarkup(), WithoutOwnMarkup(report));
                    var lines = report.Split('\n');
                    Assert.All(lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)), line =>
                        Assert.Contains(Bars().Count(line), (int[])[5, 6, 7])
                    );
                    Assert.All(lines, line => Assert.Matches(OwnStart(), line));
                },
                iter: 200
            );

    [Fact]
    public void Write_OfATextOfHostileMarkup_ShowsIt()
    {
        var report = MarkdownReport.Write(SampleResult.WithEveryText("```\n</details>@octocat closes #1 | <b>"));

        Assert.Contains(@"\`\`\` &lt;/details&gt;@&#8203;octocat closes #&#8203;1 \| &lt;b&gt;", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfTooMuch_EndsWithinTheLimitAndSaysSo()
    {
        var events = Enumerable
            .Range(0, 5000)
            .Select(index => new TimelineEvent(TimeSpan.FromSeconds(index), TimelineEventType.Pod, "catalog", "a pod is restarted"));

        var report = MarkdownReport.Write(SampleResult.Peak with { Events = [.. events] });

        Assert.InRange(report.Length, MarkdownReport.MaxLength / 2, MarkdownReport.MaxLength);
        Assert.EndsWith("</details>\n\n_The rest is left out: the report is too long for a comment._\n", report, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(report, "<details>"), Regex.Count(report, "</details>"));
    }

    private static string WithoutOwnMarkup(string report) => OwnMarkup().Replace(report, "");

    [GeneratedRegex("@[A-Za-z0-9]|#[0-9A-Za-z]|://", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();

    // Own references to characters, folds, emphasis, headings and tables.
    [GeneratedRegex(@"&(lt|gt|amp|#8203);|</?(details|summary)>|\*\*What to change\*\*|\\.|^### |\|", RegexOptions.Multiline)]
    private static partial Regex OwnMarkup();

    [GeneratedRegex("[<>&`*_\\[\\]~!]")]
    private static partial Regex UnescapedMarkup();

    [GeneratedRegex(@"(?<!\\)(\\\\)*\|")]
    private static partial Regex Bars();

    [GeneratedRegex(@"^($|### |\| |- |\*\*What|</?details>)")]
    private static partial Regex OwnStart();
}

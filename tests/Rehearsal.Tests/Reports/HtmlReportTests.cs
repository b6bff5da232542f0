using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Reports;

/// <summary>The page for browsers: valid, without external parts, and bounded.</summary>
public sealed partial class HtmlReportTests
{
    private const int FewMegabytes = 4_000_000;

    [Fact]
    public void Write_OfAPeak_IsValid() => AssertValid(HtmlReport.Write(SampleResult.Peak));

    [Fact]
    public void Write_OfNothing_IsValid() =>
        AssertValid(
            HtmlReport.Write(
                SampleResult.Peak with
                {
                    Duration = TimeSpan.Zero,
                    Expectations = [],
                    Services = [],
                    Nodes = [],
                    Events = [],
                    Cost = null,
                    Assumptions = [],
                    Suggestions = [],
                }
            )
        );

    [Fact]
    public void Write_OfAnyText_IsValid() =>
        Gen.OneOf(Gen.String, Gen.String["<>&\"'`-!/=scriptxml \n\0"])
            .Sample(text => AssertValid(HtmlReport.Write(SampleResult.WithEveryText(text))), iter: 40);

    [Fact]
    public void Write_OfADayOfFiftyServices_IsAFewMegabytes()
    {
        var page = HtmlReport.Write(SampleResult.Day(services: 50, nodes: 30));

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 100_000, FewMegabytes);
        AssertValid(page);
    }

    [Fact]
    public void Write_OfASinglePeakInADay_ShowsIt()
    {
        var day = SampleResult.Day(services: 1, nodes: 1);
        var samples = day.Services[0].Samples.ToArray();
        samples[4000] = samples[4000] with { Begun = 98_700 };

        var page = HtmlReport.Write(day with { Services = [day.Services[0] with { Samples = samples }] });

        Assert.Contains("≤ 98,700 rps", page, StringComparison.Ordinal);
        Assert.Contains(",98700]", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NamesEveryAssumptionWithItsSource()
    {
        var page = HtmlReport.Write(SampleResult.Peak);

        Assert.All(SampleResult.Peak.Assumptions, assumption => Assert.Contains(assumption.Place, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_OfTheSameResult_IsTheSame() => Assert.Equal(HtmlReport.Write(SampleResult.Peak), HtmlReport.Write(SampleResult.Peak));

    // Well-formed, except for what HTML allows more than XML; with unique identities that all references meet; without external parts.
    private static void AssertValid(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>\n", page, StringComparison.Ordinal);
        var xml = Raw().Replace(page["<!DOCTYPE html>\n".Length..], "<$1$2></$1>");
        xml = Empty().Replace(xml, "<$1/>").Replace(" open>", " open=\"\">", StringComparison.Ordinal);
        var document = XDocument.Parse(xml);

        var attributes = document.Descendants().Attributes().ToList();
        var ids = attributes.Where(attribute => attribute.Name == "id").Select(attribute => attribute.Value).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        var references = attributes
            .Where(attribute => attribute.Name.LocalName is "aria-labelledby" or "aria-describedby")
            .SelectMany(attribute => attribute.Value.Split(' '));
        Assert.Empty(references.Except(ids));
        Assert.DoesNotContain(attributes, attribute => attribute.Name.LocalName is "style" or "src" or "href" or "onclick");
        Assert.All(document.Descendants("svg"), svg => Assert.NotNull(svg.Element("title")));
        Assert.All(document.Descendants("th"), cell => Assert.NotNull(cell.Attribute("scope")));
    }

    [GeneratedRegex("<(script|style)([^>]*)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Raw();

    [GeneratedRegex("<(meta [^>]*)>")]
    private static partial Regex Empty();
}

using System.Globalization;
using System.Reflection;
using System.Text;

namespace Rehearsal.Tests.Requests;

/// <summary>The table and the plot of docs/rehearsal-model.md: UPDATE_GENERATED=1 writes them.</summary>
public sealed class ComparisonPageTests
{
    private const string Start = "<!-- comparison: begin -->";
    private const string End = "<!-- comparison: end -->";

    private static readonly string Root = typeof(ComparisonPageTests)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot")
        .Value!;

    [Fact]
    public void Page_ShowsTheComparison()
    {
        var path = Path.Combine(Root, "docs", "rehearsal-model.md");
        var page = File.ReadAllText(path);
        var (start, end) = (page.IndexOf(Start, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(start >= 0 && end > start, $"{path} has no place for the comparison");

        AssertFile(path, page, page[..(start + Start.Length)] + "\n" + Table() + page[end..]);
    }

    [Fact]
    public void Plot_ShowsTheComparison()
    {
        var path = Path.Combine(Root, "docs", "images", "rehearsal-model.svg");

        AssertFile(path, File.Exists(path) ? File.ReadAllText(path) : "", Plot());
    }

    private static void AssertFile(string path, string actual, string expected)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        Assert.Equal(expected, actual);
    }

    private static string Table()
    {
        var text = new StringBuilder("| system | mean, model | simulated | | p99, model | simulated | | succeed, model | simulated |\n");
        text.Append("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var each in All())
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {each.Name} | {Time(each.Mean.Model)} | {Time(each.Mean.Simulated)} | {each.MeanError:+0 %;-0 %;0 %} "
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {Time(each.Tail.Model)} | {Time(each.Tail.Simulated)} | {each.TailError:+0 %;-0 %;0 %} "
            );
            text.Append(CultureInfo.InvariantCulture, $"| {each.Success.Model:0.0 %} | {each.Success.Simulated:0.0 %} |\n");
        }

        return text.ToString();
    }

    private static string Plot()
    {
        const int Size = 420;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Size} {Size}\" ");
        text.Append("font-family=\"sans-serif\" font-size=\"11\" role=\"img\">\n");
        text.Append("<title>99th percentiles of the model against those of the simulation, both from 10 ms to 10 s</title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Size}\" height=\"{Size}\" fill=\"#fff\"/>\n");
        text.Append(
            "<path d=\"M50 370L380 40\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>\n<path d=\"M50 40V370H380\" fill=\"none\" stroke=\"#333\"/>\n"
        );
        foreach (var (label, seconds) in new[] { ("10 ms", 0.01), ("100 ms", 0.1), ("1 s", 1.0), ("10 s", 10.0) })
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(seconds):0}\" y=\"386\" text-anchor=\"middle\">{label}</text>\n");
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"46\" y=\"{Y(seconds) + 4:0}\" text-anchor=\"end\">{label}</text>\n");
        }

        text.Append("<text x=\"215\" y=\"408\" text-anchor=\"middle\">p99, simulated</text>\n<text x=\"54\" y=\"30\">p99, model</text>\n");
        foreach (var each in All())
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<circle cx=\"{X(each.Tail.Simulated):0.0}\" cy=\"{Y(each.Tail.Model):0.0}\" r=\"3\" fill=\"#2563a8\"><title>{each.Name}</title></circle>\n"
            );
        }

        return text.Append("</svg>\n").ToString();
    }

    private static IEnumerable<Comparison> All() => [.. ComparedSystems.Traits, .. ComparedSystems.Steady, .. ComparedSystems.Overloaded];

    private static double X(double seconds) => 50 + 110 * (Math.Log10(Math.Max(seconds, 0.01)) + 2);

    private static double Y(double seconds) => 370 - 110 * (Math.Log10(Math.Max(seconds, 0.01)) + 2);

    private static string Time(double seconds) =>
        seconds < 1
            ? (seconds * 1000).ToString("0 'ms'", CultureInfo.InvariantCulture)
            : seconds.ToString("0.0 's'", CultureInfo.InvariantCulture);
}

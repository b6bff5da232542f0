using CsCheck;
using Infra.Rehearsal.Reports;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Reports;

/// <summary>The samples as a table.</summary>
public sealed class CsvReportTests
{
    [Fact]
    public void Write_OfAPeak_HasARowForEachSample()
    {
        var rows = Parse(Write(SampleResult.Peak));
        var (at, begun) = (rows[0].IndexOf("at_seconds"), rows[0].IndexOf("begun_rps"));

        Assert.Equal(
            1 + SampleResult.Peak.Services.Sum(service => service.Samples.Count) + SampleResult.Peak.Nodes.Sum(node => node.Samples.Count),
            rows.Count
        );
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.Equal(["service", "gateway", "4200", "600"], new[] { rows[140][0], rows[140][1], rows[140][at], rows[140][begun] });
        Assert.Equal(["node", "general-4", "general", "a"], rows[^1][..4]);
    }

    [Fact]
    public void Write_OfAnyText_KeepsIt() =>
        Gen.OneOf(Gen.String, Gen.String[",\"\n\r= a"])
            .Where(text => text.Length == 0 || !"=+-@\t\r".Contains(text[0]))
            .Sample(
                text => Assert.All(Parse(Write(SampleResult.WithEveryText(text))).Skip(1), row => Assert.Equal(text, row[1])),
                iter: 30
            );

    [Fact]
    public void Write_OfAFormula_IsText() => Assert.Equal("'=1+1", Parse(Write(SampleResult.WithEveryText("=1+1")))[1][1]);

    private static string Write(RehearsalResult result)
    {
        using var output = new StringWriter();
        CsvReport.Write(result, output);
        return output.ToString();
    }

    private static List<List<string>> Parse(string csv)
    {
        List<List<string>> rows =
        [
            [""],
        ];
        var isQuoted = false;
        for (var i = 0; i < csv.Length - 1; i++)
        {
            var row = rows[^1];
            if (csv[i] == '"' && isQuoted && csv[i + 1] == '"')
            {
                row[^1] += csv[i++];
            }
            else if (csv[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (csv[i] == ',' && !isQuoted)
            {
                row.Add("");
            }
            else if (csv[i] == '\n' && !isQuoted)
            {
                rows.Add([""]);
            }
            else
            {
                row[^1] += csv[i];
            }
        }

        return rows;
    }
}

using System.Text.Json;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Questions;

namespace Rehearsal.Tests.Questions;

/// <summary>A sweep says which values hold, and shows what changes with the value.</summary>
public sealed class SweepReportTests
{
    private static readonly Sweep _sweep = Of(("4", 4, false), ("8", 8, true), ("12", 12, true));

    [Fact]
    public void Write_NamesTheValuesThatHold_AndWhatFailsWithTheOthers()
    {
        var text = Text(_sweep);

        Assert.StartsWith("✓ prod holds with services.catalog.scaling.max of 8 and 12 in the scenario campaign.", text);
        Assert.Matches(@"(?m)^4 +2 +2,920 +fails: gateway latency p99 \(812 ms > 500 ms\)$", text);
        Assert.Matches(@"(?m)^12 +2 +8,760 +holds$", text);
    }

    [Fact]
    public void Write_ShowsTheServicesThatDependOnTheValueOrFail()
    {
        Assert.Equal(["gateway", "catalog"], _sweep.Concerned);
        Assert.Equal(["catalog"], Of(("4", 4, true), ("8", 8, true)).Concerned);
    }

    [Fact]
    public void Write_IfNoValueHolds_SaysSo() =>
        Assert.StartsWith("✗ prod holds with no value of", Text(Of(("4", 4, false), ("5", 4, false))));

    [Fact]
    public void Write_IfNothingChanges_SaysSo()
    {
        var sweep = Of(("4", 4, true), ("5", 4, true));

        Assert.True(sweep.ChangesNothing);
        Assert.Contains("? Nothing that a rehearsal finds depends on this setting.", Text(sweep));
        Assert.False(_sweep.ChangesNothing);
    }

    [Fact]
    public void Write_IfInterrupted_SaysHowFarItCame() =>
        Assert.Contains("The sweep was interrupted: 3 of 5 values were rehearsed.", Text(_sweep with { Count = 5 }));

    [Fact]
    public void Write_OnATerminal_DrawsABarForEachValue()
    {
        var lines = SweepReport.WriteText(_sweep, 100).Select(line => line.Text).ToList();

        Assert.Contains(lines, line =>
            line.StartsWith("4 ", StringComparison.Ordinal) && line.Contains('█') && line.EndsWith("4 ✗", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(SweepReport.WriteText(_sweep, null), line => line.Text.Contains('█'));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(80)]
    public void Write_OfAnyWidth_KeepsToIt(int width) =>
        Assert.All(SweepReport.WriteText(_sweep, width), line => Assert.True(line.Text.Length <= width, line.Text));

    [Fact]
    public void WriteJson_HasEachValue()
    {
        using var output = new MemoryStream();

        SweepData.WriteJson(_sweep, output);

        using var json = JsonDocument.Parse(output.ToArray());
        var values = json.RootElement.GetProperty("values");
        Assert.Equal(3, values.GetArrayLength());
        Assert.Equal("fails", values[0].GetProperty("outcome").GetString());
        Assert.Equal(4, values[0].GetProperty("services")[1].GetProperty("mostPods").GetInt32());
        Assert.Equal(0.97, values[0].GetProperty("services")[1].GetProperty("availability").GetDouble());
    }

    [Fact]
    public void WriteCsv_HasARowForEachValueAndService()
    {
        using var output = new StringWriter();

        SweepData.WriteCsv(_sweep, output);

        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 3 * 2, lines.Length);
        Assert.Equal("8,holds,0,2,5840,catalog,,0.97,8,7,0.5", lines[4]);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(','.Equals), line.Count(','.Equals)));
    }

    [Fact]
    public void WriteMarkdown_HasATableForEachService()
    {
        var text = SweepReport.WriteMarkdown(_sweep);

        Assert.StartsWith("### ✅ prod holds with", text);
        Assert.Contains("| 4 | 2 | 2,920 | fails: gateway latency p99 (812 ms &gt; 500 ms) |", text);
        Assert.Contains("**catalog**", text);
    }

    [Fact]
    public void WriteHtml_IsOneFileWithoutScripts_AndEscapesTheTextOfOthers()
    {
        var html = SweepReport.WriteHtml(_sweep with { Setting = "services[\"<script>\"]" });

        Assert.Contains("default-src 'none'", html);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("<svg", html);
        Assert.Contains("<title>8: 8</title>", html);
    }

    private static string Text(Sweep sweep) => string.Join('\n', SweepReport.WriteText(sweep, null).Select(line => line.Text));

    private static Sweep Of(params (string Value, int Pods, bool Holds)[] points) =>
        new()
        {
            Stack = "prod",
            Scenario = "campaign",
            Setting = "services.catalog.scaling.max",
            Count = points.Length,
            Points =
            [
                .. points.Select(point => new SweepPoint(
                    point.Value,
                    VariantFigures.Of(Found.Result(point.Pods, Found.Judged("gateway", "latency p99", point.Holds)))
                )),
            ],
        };
}

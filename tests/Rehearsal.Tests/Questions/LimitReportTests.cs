using System.Text.Json;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Questions;

namespace Rehearsal.Tests.Questions;

/// <summary>The answer names the limit in requests per second and as a factor, and what breaks first above it.</summary>
public sealed class LimitReportTests
{
    [Fact]
    public async Task Write_OfALimit_NamesItAndWhatBreaksFirst()
    {
        var text = await WriteAsync(factor => factor <= 1.5);

        Assert.StartsWith("✓ prod holds up to 882 rps (1.47 × its load) at gateway in the scenario campaign.", text);
        Assert.Contains(
            "At 905 rps (1.51 × its load), what fails first is gateway latency p99: 812 ms > 500 ms from 22:00 to 24:00: "
                + "catalog at its maximum of 8, cpu 97 % (stacks/services.yaml:15)",
            text
        );
    }

    [Fact]
    public async Task Write_OfALimitBelowTheScenariosLoad_IsBad() =>
        Assert.StartsWith("✗ prod holds up to", await WriteAsync(factor => factor <= 0.5));

    [Fact]
    public async Task Write_IfEverythingFails_SaysThatTheLowestDoes() =>
        Assert.StartsWith("✗ prod does not even hold 9.4 rps (0.0156 × its load)", await WriteAsync(_ => false));

    [Fact]
    public async Task Write_IfNothingFails_SaysThatNoLimitWasFound() =>
        Assert.StartsWith("✓ No limit was found: prod holds 38,400 rps (64 × its load)", await WriteAsync(_ => true));

    [Fact]
    public async Task Write_IfMoreLoadHoldsAgain_SaysSo() =>
        Assert.Contains("? At 4,800 rps (8 × its load) nothing fails again", await WriteAsync(factor => factor is < 3 or >= 8));

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(80)]
    public async Task Write_OfAnyWidth_KeepsToIt(int width)
    {
        var limit = await LimitSearchTests.FindAsync(factor => factor <= 1.5);

        Assert.All(LimitText.Write(limit, width), line => Assert.True(line.Text.Length <= width, line.Text));
    }

    [Fact]
    public async Task WriteJson_HasTheLimitAndWhatFails()
    {
        var limit = await LimitSearchTests.FindAsync(factor => factor <= 1.5);
        using var output = new MemoryStream();

        LimitJson.Write(limit, output);

        using var json = JsonDocument.Parse(output.ToArray());
        Assert.Equal("found", json.RootElement.GetProperty("outcome").GetString());
        Assert.InRange(json.RootElement.GetProperty("holding").GetProperty("factor").GetDouble(), 1.5 / 1.06, 1.5);
        Assert.Equal("latency p99", json.RootElement.GetProperty("failing").GetProperty("failures")[0].GetProperty("name").GetString());
        Assert.Equal(limit.Tries.Count, json.RootElement.GetProperty("tries").GetArrayLength());
    }

    private static async Task<string> WriteAsync(Func<double, bool> holds) =>
        string.Join('\n', LimitText.Write(await LimitSearchTests.FindAsync(holds), null).Select(line => line.Text));
}

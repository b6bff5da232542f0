using CsCheck;
using Infra.Rehearsal.Reports;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Rehearsal.Tests.Reports;

/// <summary>The report at the terminal.</summary>
public sealed class TextReportTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(100)]
    public void Write_OfAPeak_IsTheGolden(int width) =>
        Golden.AssertCurrent($"peak-{width}.txt", Join(TextReport.Write(SampleResult.Peak, width)));

    [Fact]
    public void Write_OfAFailedExpectation_SaysFigureLimitTimeCauseAndRemedyInALine()
    {
        var lines = TextReport.Write(SampleResult.Peak, null).Select(line => line.Text).ToList();

        Assert.Equal("✗ prod does not hold in the scenario peak: 1 of 4 expectations fails.", lines[0]);
        Assert.Equal(
            "✗ gateway latency p99 812 ms > 500 ms from 22:10 to 24:30: catalog at its maximum of 8, cpu 97 %; services.catalog.scaling.max: 11 would hold "
                + "(stacks/services.yaml:15)",
            lines[3]
        );
    }

    [Fact]
    public void Write_OfAnInterruptedRunWithoutFailures_DoesNotSayThatItHolds()
    {
        var interrupted = SampleResult.Peak with { Reached = TimeSpan.FromMinutes(35), Expectations = [] };

        Assert.Equal(
            "? Whether prod holds in the scenario peak is not known: nothing failed until it was interrupted at 35:00 of 1:10:00.",
            TextReport.Write(interrupted, null)[0].Text
        );
    }

    [Fact]
    public void Write_NamesEveryDefault()
    {
        var text = Join(TextReport.Write(SampleResult.Peak, null));

        Assert.All(SampleResult.Peak.Assumptions.Where(assumption => assumption.Origin == AssumptionOrigin.Default), assumption =>
            Assert.Contains(text.Split('\n'), line =>
                line.Contains($"{assumption.Name} {assumption.Value}") && line.Contains(assumption.Subject)
            )
        );
    }

    [Fact]
    public void Write_OfAnyTextInAnyWidth_FitsAndHasNoControlCharacters() =>
        Gen.Select(Gen.String, Gen.Int[2, 200])
            .Sample((text, width) => Assert.All(TextReport.Write(SampleResult.WithEveryText(text), width), line =>
                    {
                        Assert.InRange(SafeText.Width(line.Text), 0, width);
                        Assert.DoesNotContain(line.Text, char.IsControl);
                    }), iter: 300);

    [Fact]
    public void Write_OfManyServices_ShowsThoseThatFailAndTheBusiest()
    {
        var day = SampleResult.Day(services: 50, nodes: 1);
        var failing = SampleResult.Peak.Expectations[1] with { Subject = "service-0" };

        var lines = TextReport.Write(day with { Expectations = [failing] }, 100).Select(line => line.Text).ToList();

        Assert.Contains(lines, line => line.StartsWith("service-0 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("service-49 ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("service-1 ", StringComparison.Ordinal));
        Assert.Contains("26 further services with load: see the other reports.", lines.Select(line => line.Trim()));
    }

    private static string Join(IEnumerable<StyledLine> lines) => string.Concat(lines.Select(line => line.Text.TrimEnd() + "\n"));
}

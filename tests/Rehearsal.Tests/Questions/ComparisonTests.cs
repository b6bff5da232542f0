using System.Text.Json;
using CsCheck;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Questions;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Questions;

/// <summary>A comparison goes expectation by expectation, and says first what got worse.</summary>
public sealed class ComparisonTests
{
    private static readonly Gen<ExpectationResult[]> _expectations = Gen.Select(
        Gen.Char["abc"],
        Gen.Char["xy"],
        Gen.Enum<ExpectationOutcome>(),
        (subject, name, outcome) => Found.Judged($"{subject}", $"{name}", true) with { Outcome = outcome }
    ).Array[0, 8];

    [Fact]
    public void Expectations_OfAnyResults_HaveEachOfBothOnce() =>
        Gen.Select(_expectations, _expectations)
            .Sample(
                (before, after) =>
                {
                    var compared = Of(Found.Result(1, before), Found.Result(1, after)).Expectations;

                    Assert.Equal(before.Order(_byText), compared.Select(one => one.Before).OfType<ExpectationResult>().Order(_byText));
                    Assert.Equal(after.Order(_byText), compared.Select(one => one.After).OfType<ExpectationResult>().Order(_byText));
                    Assert.All(compared.Where(one => one is { Before: not null, After: not null }), one =>
                        Assert.Equal((one.Before!.Subject, one.Before.Name), (one.After!.Subject, one.After.Name))
                    );
                    Assert.Equal(compared.OrderBy(one => one.Change), compared);
                }
            );

    [Fact]
    public void IsNoWorse_OfAResultAndItself_IsTrue() =>
        _expectations.Sample(found => Assert.True(Of(Found.Result(1, found), Found.Result(1, found)).IsNoWorse));

    [Fact]
    public void IsNoWorse_OfAResultInWhichNothingFails_IsTrue() =>
        Gen.Select(_expectations, _expectations)
            .Sample(
                (before, after) =>
                    Assert.True(
                        Of(
                            Found.Result(1, before),
                            Found.Result(1, [.. after.Where(one => one.Outcome != ExpectationOutcome.Failed)])
                        ).IsNoWorse
                    )
            );

    [Theory]
    [InlineData(true, true, ExpectationChange.None)]
    [InlineData(true, false, ExpectationChange.Broken)]
    [InlineData(false, true, ExpectationChange.Mended)]
    [InlineData(false, false, ExpectationChange.StillFails)]
    [InlineData(null, false, ExpectationChange.AddedAndFails)]
    [InlineData(null, true, ExpectationChange.Added)]
    [InlineData(true, null, ExpectationChange.Removed)]
    [InlineData(false, null, ExpectationChange.Removed)]
    public void Change_IsWhatBecameOfTheExpectation(bool? before, bool? after, ExpectationChange expected) =>
        Assert.Equal(expected, Assert.Single(Of(Result(before), Result(after)).Expectations).Change);

    [Fact]
    public void Write_OfAWorseVersion_StartsWithWhatBroke()
    {
        var text = Text(Of(Result(true), Result(false, pods: 9)));

        Assert.StartsWith(
            "✗ prod is worse than main (1a2b3c4d) in the scenario campaign: 1 expectation that does not fail with main (1a2b3c4d) fails.\n"
                + "✗ gateway latency p99 812 ms > 500 ms: catalog at its maximum of 8, cpu 97 % (stacks/services.yaml:15)",
            text
        );
        Assert.Matches(@"(?m)^gateway latency p99 +✓ 812 ms ≤ 500 ms +✗ 812 ms > 500 ms +fails now$", text);
        Assert.Matches(@"(?m)^catalog +– +97 % +1 → 9 +0 → 8 +50 %$", text);
        Assert.DoesNotMatch(@"(?m)^gateway +– +97 %", text);
    }

    [Fact]
    public void Write_OfNoWorseVersion_SaysSo() =>
        Assert.StartsWith(
            "✓ Nothing fails with prod that does not fail with main (1a2b3c4d) in the scenario campaign; 1 expectation fails with both.",
            Text(Of(Result(false), Result(false)))
        );

    [Fact]
    public void Write_IfInterrupted_SaysSo()
    {
        var comparison = Of(Result(true), Result(true)) with { After = null };

        Assert.True(comparison.IsInterrupted);
        Assert.Equal("? The comparison of prod with main (1a2b3c4d) was interrupted.", Text(comparison));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(80)]
    public void Write_OfAnyWidth_KeepsToIt(int width) =>
        Assert.All(ComparisonReport.WriteText(Of(Result(true), Result(false, pods: 9)), width), line =>
            Assert.True(line.Text.Length <= width, line.Text)
        );

    [Fact]
    public void WriteJsonAndCsv_HaveWhatChanged()
    {
        var comparison = Of(Result(true), Result(false, pods: 9));
        using var output = new MemoryStream();
        using var table = new StringWriter();

        ComparisonData.WriteJson(comparison, output);
        ComparisonData.WriteCsv(comparison, table);

        using var json = JsonDocument.Parse(output.ToArray());
        Assert.True(json.RootElement.GetProperty("worse").GetBoolean());
        Assert.Equal("broken", json.RootElement.GetProperty("expectations")[0].GetProperty("change").GetString());
        Assert.Equal(9, json.RootElement.GetProperty("after").GetProperty("services")[1].GetProperty("mostPods").GetInt32());
        Assert.Contains("\nexpectation,gateway,\"latency p99\",holds,fails,broken\n", table.ToString());
        Assert.Contains("\nservice,catalog,most_pods,1,9,\n", table.ToString());
    }

    [Fact]
    public void WriteMarkdownAndHtml_HaveTheCaveat()
    {
        var comparison = Of(Result(true), Result(true)) with { Caveat = "The program has changed." };

        Assert.Contains("- ? The program has changed.", ComparisonReport.WriteMarkdown(comparison));
        Assert.Contains("<li>? The program has changed.</li>", ComparisonReport.WriteHtml(comparison));
    }

    private static readonly IComparer<ExpectationResult> _byText = Comparer<ExpectationResult>.Create(
        (left, right) =>
            string.CompareOrdinal($"{left.Subject} {left.Name} {left.Outcome}", $"{right.Subject} {right.Name} {right.Outcome}")
    );

    private static RehearsalResult Result(bool? holds, int pods = 1) =>
        Found.Result(pods, holds is { } held ? [Found.Judged("gateway", "latency p99", held)] : []);

    private static string Text(Comparison comparison) =>
        string.Join('\n', ComparisonReport.WriteText(comparison, null).Select(line => line.Text));

    private static Comparison Of(RehearsalResult before, RehearsalResult after) =>
        new()
        {
            Base = "main (1a2b3c4d)",
            Stack = "prod",
            Scenario = "campaign",
            Before = VariantFigures.Of(before),
            After = VariantFigures.Of(after),
        };
}

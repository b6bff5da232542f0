using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Values;
using YamlDotNet.Serialization;

namespace Infra.Tests.Monitoring;

/// <summary>A test of rules that promtool runs: input series, and the alerts that fire at certain times.</summary>
internal sealed record PromtoolTest(
    TimeSpan Interval,
    IReadOnlyList<PromtoolTest.InputSeries> Input,
    IReadOnlyList<PromtoolTest.Expectation> Expected
)
{
    public static async Task Run(RuleGroup group, IReadOnlyList<PromtoolTest> tests)
    {
        using var folder = new TemporaryFolder();
        folder.Write("rules.yaml", RuleFiles.Write(new RuleCatalogue([group], "")).Single().Value);
        var interval = tests[0].Interval;
        var written = new TestFile(["rules.yaml"], interval, [.. tests.Select(test => test.Write())]);
        var file = folder.Write("tests.yaml", ConfigurationFile.Write(written));

        var (exitCode, output) = await Tool.Run(Tool.Promtool, "test", "rules", file);

        Assert.True(exitCode == 0, $"{group.Name}: {output}");
    }

    /// <summary>Whether an alert with these labels is firing at a time.</summary>
    public static Expectation Firing(string labels, TimeSpan at, bool isFiring) =>
        new($"(count(ALERTS{{{labels},alertstate=\"firing\"}}) or vector(0)) > bool 0", at, isFiring ? 1 : 0);

    private TestGroup Write() =>
        new(
            Interval,
            Input,
            [.. Expected.Select(expected => new QueryTest(expected.Expression, expected.At, [new Sample(expected.Value)]))]
        );

    internal sealed record InputSeries(string Series, string Values);

    internal sealed record Expectation(string Expression, TimeSpan At, double Value);

    private sealed record TestFile(IReadOnlyList<string> RuleFiles, TimeSpan EvaluationInterval, IReadOnlyList<TestGroup> Tests);

    private sealed record TestGroup(
        TimeSpan Interval,
        IReadOnlyList<InputSeries> InputSeries,
        [property: YamlMember(Alias = "promql_expr_test", ApplyNamingConventions = false)] IReadOnlyList<QueryTest> Queries
    );

    private sealed record QueryTest(string Expr, TimeSpan EvalTime, IReadOnlyList<Sample> ExpSamples);

    private sealed record Sample(double Value)
    {
        public string Labels { get; } = "{}";
    }
}

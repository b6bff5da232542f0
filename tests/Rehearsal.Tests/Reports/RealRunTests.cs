using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Reports.Json;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Running;
using Rehearsal.Tests.Reports.Browsers;
using Rehearsal.Tests.Running;

namespace Rehearsal.Tests.Reports;

/// <summary>Reports of what a rehearsal really finds.</summary>
public sealed class RealRunTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly Lazy<RehearsalResult> Overload = new(Run);

    [Fact]
    public void Text_OfAnOverload_NamesFigureTimeAndCause()
    {
        var lines = TextReport.Write(Overload.Value, null).Select(line => line.Text).ToList();

        Assert.Equal("✗ prod does not hold in the scenario test: 1 of 2 expectations fails.", lines[0]);
        Assert.Matches("^✗ web latency p99 [0-9.]+ m?s > 100 ms from [0-9:]+ to [0-9:]+: .+[(]stacks/services.yaml:9[)]$", lines[3]);
        Assert.Contains(lines, line => line.Contains("zone b is lost until 25:00", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("- general ", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_OfTheSameRun_IsTheSameToTheByte()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        JsonReport.Write(Overload.Value, first);
        JsonReport.Write(Run(), second);

        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [ChromiumFact]
    public async Task Page_OfAnOverload_ShowsItsPlots()
    {
        await chromium.Open(HtmlReport.Write(Overload.Value));

        await chromium.Hover("#p0 .slider", 0.9);

        Assert.Equal("800 rps", await chromium.EvaluateText("document.querySelector('#p0 output').textContent"));
        await chromium.TakePicture("real");
    }

    private static RehearsalResult Run()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(30), 0, new ZoneLoss(TimeSpan.FromMinutes(15), "b", TimeSpan.FromMinutes(10))) with
        {
            Loads =
            [
                new LoadPlan(
                    "web",
                    [new RatePoint(TimeSpan.FromMinutes(5), 80), new RatePoint(TimeSpan.FromMinutes(6), 800)],
                    ClientBehaviour.Patient
                ),
            ],
            Expectations =
            [
                new LatencyExpectation("web", TimeSpan.FromMilliseconds(100), 99, "stacks/services.yaml:9"),
                new CostExpectation(2000, "stacks/rehearsals/test.yaml:3"),
            ],
        };
        return RehearsalRunner.Run(new TestStack { MaxReplicas = 6 }.ToObjects(), plan, new SimpleRequestModel(plan.Services));
    }
}

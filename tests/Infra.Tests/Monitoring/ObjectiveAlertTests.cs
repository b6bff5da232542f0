using System.Globalization;
using Infra.Backend.Monitoring;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Monitoring.Slo;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>A burning error budget fires in time for each burn rate and each window; one within its objective does not.</summary>
public class ObjectiveAlertTests
{
    private const double RequestsPerStep = 100000;

    /// <summary>
    /// Objectives over each window, measured by the service and by the load balancer, with bucket bounds below a second and at a whole one.
    /// </summary>
    private const string Catalogue = """
        name: shop
        cluster: {kind: simulated}
        faultTolerance: standard
        loadBalancing: haproxy
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        services:
          week: {image: "shop/week:1", port: 8080, metrics: {port: 9090}, slo: {availability: 99.9, latency: {under: 300ms, for: 99}, window: 7d}}
          four-weeks: {image: "shop/four-weeks:1", port: 8080, metrics: {port: 9090, status: status}, slo: {availability: 99.5, latency: {under: 1s, for: 95}, window: 28d}}
          month: {image: "shop/month:1", port: 8080, metrics: {port: 9090}, slo: {availability: 99.95, latency: {under: 2500ms, for: 99.9}}}
          balanced: {image: "shop/balanced:1", port: 8080, traffic: {hosts: [shop.example.com]}, slo: {availability: 99.9, window: 28d}}
        """;

    private static readonly MonitoringPlan Plan = StackMonitoring.CreatePlan(StackSources.From(Catalogue, ""));
    private static readonly RuleCatalogue Rules = RuleCatalogue.Create(Plan);

    public static IEnumerable<object[]> Objectives =>
        from objective in All
        from rate in BurnRate.All
        select new object[] { objective.Service.Name, objective.Name, rate.Factor };

    private static IEnumerable<ServiceObjective> All => Plan.Services.SelectMany(ServiceObjective.Find);

    [Fact]
    public void Objectives_CoverEveryWindowAndBurnRate()
    {
        Assert.Equal([7, 28, 30], All.Select(objective => objective.Window.Days).Distinct().Order());
        Assert.Equal([14.4, 6, 3, 1], BurnRate.All.Select(rate => rate.Factor));
        Assert.All(All, objective => Assert.Equal(4, Group(objective).Rules.OfType<AlertRule>().Count()));
    }

    /// <summary>
    /// The budget starts to burn after a long window without failures. At 1.1 times the factor, the long window exceeds it once ten
    /// elevenths of the window
    /// have passed, and the waiting time starts; at 0.9 times it never does.
    /// </summary>
    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Objectives))]
    public async Task BurningErrorBudget_FiresInTime_AndNotBelowTheFactor(string service, string slo, double factor)
    {
        var objective = All.Single(objective => objective.Service.Name == service && objective.Name == slo);
        var rate = BurnRate.All.Single(rate => rate.Factor == factor);

        await PromtoolTest.Run(Group(objective), [Burning(objective, rate, 1.1), Burning(objective, rate, 0.9)]);
    }

    /// <summary>Failures that consume a tenth of the budget leave nine tenths.</summary>
    [ToolTheory(Tool.Promtool)]
    [InlineData("week")]
    [InlineData("four-weeks")]
    [InlineData("month")]
    public async Task RemainingErrorBudget_IsWhatFailuresHaveNotConsumed(string service)
    {
        var objective = All.Single(objective => objective.Service.Name == service && objective.Name == "availability");
        var step = TimeSpan.FromMinutes(2);
        var steps = 120;
        var left = $"{ObjectiveRules.BudgetLeft}{{service=\"{service}\",slo=\"availability\"}}";
        var test = new PromtoolTest(
            step,
            [.. Requests(objective, objective.Budget / 10, 0, steps)],
            [new PromtoolTest.Expectation($"sum(round({left}, 0.001)) == bool 0.9", step * steps, 1)]
        );

        await PromtoolTest.Run(Group(objective), [test]);
    }

    private static RuleGroup Group(ServiceObjective objective) =>
        Rules.Groups.Single(group => group.Name == $"slo-{objective.Service.Name}-{objective.Name}");

    private static PromtoolTest Burning(ServiceObjective objective, BurnRate rate, double share)
    {
        // A rate needs two samples in the short window; more would only take longer.
        var step = rate.Short / 2.5;
        var quiet = (int)Math.Ceiling(rate.Long / step);
        var waiting = (int)Math.Ceiling(rate.For / step);
        var notYet = quiet + (int)Math.Floor(rate.Long / step * 0.85);
        var late = quiet + (int)Math.Ceiling(rate.Long / step) + waiting + 1;
        var labels =
            $"alertname=\"ServiceErrorBudgetBurn\",service=\"{objective.Service.Name}\",slo=\"{objective.Name}\","
            + $"long=\"{Duration.Format(rate.Long)}\"";
        return new PromtoolTest(
            step,
            [.. Requests(objective, share * rate.Factor * objective.Budget, quiet, late + 2)],
            [PromtoolTest.Firing(labels, notYet * step, false), PromtoolTest.Firing(labels, late * step, share > 1)]
        );
    }

    /// <summary>Counters of requests of which a share is bad from a step on.</summary>
    private static IEnumerable<PromtoolTest.InputSeries> Requests(ServiceObjective objective, double bad, int from, int steps)
    {
        if (objective.Service.Metrics is not { } metrics)
        {
            var proxy = $"job=\"{ScrapeJobs.LoadBalancer}\",proxy=\"{objective.Service.Name}\"";
            yield return Counter($"haproxy_backend_http_requests_total{{{proxy}}}", 1, 1);
            yield return Counter($"haproxy_backend_http_responses_total{{{proxy},code=\"5xx\"}}", 0, bad);
            yield break;
        }

        var job = $"job=\"service/{objective.Service.Name}\",pod=\"p\"";
        if (objective.Name == "availability")
        {
            yield return Counter($"{metrics.Requests}{{{job},{metrics.Status}=\"500\"}}", 0, bad);
            yield return Counter($"{metrics.Requests}{{{job},{metrics.Status}=\"200\"}}", 1, 1 - bad);
            yield break;
        }

        yield return Counter($"{metrics.Requests}{{{job},{metrics.Status}=\"200\"}}", 1, 1);
        yield return Counter($"{metrics.Duration}_count{{{job}}}", 1, 1);
        var bound = objective.Service.Objective!.Latency!.Under.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        yield return Counter($"{metrics.Duration}_bucket{{{job},le=\"{bound}\"}}", 1, 1 - bad);

        PromtoolTest.InputSeries Counter(string series, double before, double after)
        {
            var (slow, fast) = (before * RequestsPerStep, after * RequestsPerStep);
            return new PromtoolTest.InputSeries(
                series,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"0+{slow:0.###}x{from} {(slow * from) + fast:0.###}+{fast:0.###}x{steps - from - 1}"
                )
            );
        }
    }
}

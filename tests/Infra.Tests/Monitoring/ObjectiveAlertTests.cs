using System.Globalization;
using Infra.Backend.Monitoring;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Monitoring.Slo;
using Infra.Backend.Settings.Values;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>A service that breaks its promise is told of in time, for each of the four burn rates and each window; one that keeps it is not.</summary>
public class ObjectiveAlertTests
{
    private const double RequestsPerStep = 100000;

    /// <summary>Promises over each window, by a service's own metrics and by the load balancer's, with a histogram's boundary below and at a whole second.</summary>
    private const string Catalogue =
        """
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

    private static readonly MonitoringPlan Plan = StackMonitoring.PlanOf(StackSources.From(Catalogue, ""));
    private static readonly RuleCatalogue Rules = RuleCatalogue.Create(Plan);

    public static IEnumerable<object[]> Objectives =>
        from objective in All
        from pair in BurnRate.All
        select new object[] { objective.Service.Name, objective.Name, pair.Factor };

    private static IEnumerable<ServiceObjective> All => Plan.Services.SelectMany(ServiceObjective.Find);

    [Fact]
    public void EveryWindow_IsTried_WithAllFourBurnRates()
    {
        Assert.Equal([7, 28, 30], All.Select(objective => objective.Window.Days).Distinct().Order());
        Assert.Equal([14.4, 6, 3, 1], BurnRate.All.Select(pair => pair.Factor));
        Assert.All(All, objective => Assert.Equal(4, GroupOf(objective).Rules.OfType<AlertRule>().Count()));
    }

    /// <summary>
    /// After a long window without a failure the budget begins to burn. At 1.1 times the factor the long window is above it once ten elevenths of it are
    /// filled, and the alert waits from then on; at 0.9 times it never is.
    /// </summary>
    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Objectives))]
    public async Task ABurningErrorBudget_FiresInTime_AndNotBelowTheFactor(string service, string slo, double factor)
    {
        var objective = All.Single(objective => objective.Service.Name == service && objective.Name == slo);
        var pair = BurnRate.All.Single(pair => pair.Factor == factor);

        await PromtoolTest.Run(GroupOf(objective), [Burning(objective, pair, 1.1), Burning(objective, pair, 0.9)]);
    }

    /// <summary>What is left of the budget is what a window's failures have not used: a tenth of it burnt at once leaves nine tenths.</summary>
    [ToolTheory(Tool.Promtool)]
    [InlineData("week")]
    [InlineData("four-weeks")]
    [InlineData("month")]
    public async Task TheErrorBudgetLeft_IsWhatFailuresHaveNotUsed(string service)
    {
        var objective = All.Single(objective => objective.Service.Name == service && objective.Name == "availability");
        var step = TimeSpan.FromMinutes(2);
        var steps = 720;
        var left = new PromtoolTest(
            step,
            [.. Requests(objective, objective.Budget / 10, 0, steps)],
            [new PromtoolTest.Expectation($"sum(round({ObjectiveRules.BudgetLeft}{{service=\"{service}\",slo=\"availability\"}}, 0.001)) == bool 0.9", step * steps, 1)]);

        await PromtoolTest.Run(GroupOf(objective), [left]);
    }

    private static RuleGroup GroupOf(ServiceObjective objective) => Rules.Groups.Single(group => group.Name == $"slo-{objective.Service.Name}-{objective.Name}");

    private static PromtoolTest Burning(ServiceObjective objective, BurnRate pair, double share)
    {
        // A short window needs two measurements; more would only take longer.
        var step = pair.Short / 2.5;
        var quiet = (int)Math.Ceiling(pair.Long / step);
        var waiting = (int)Math.Ceiling(pair.For / step);
        var notYet = quiet + (int)Math.Floor(pair.Long / step * 0.85);
        var late = quiet + (int)Math.Ceiling(pair.Long / step) + waiting + 1;
        var labels = $"alertname=\"ServiceErrorBudgetBurn\",service=\"{objective.Service.Name}\",slo=\"{objective.Name}\",long=\"{Duration.Format(pair.Long)}\"";
        return new PromtoolTest(
            step,
            [.. Requests(objective, share * pair.Factor * objective.Budget, quiet, late + 2)],
            [PromtoolTest.Firing(labels, notYet * step, false), PromtoolTest.Firing(labels, late * step, share > 1)]);
    }

    /// <summary>Requests of which from a step on a share is bad.</summary>
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
        yield return Counter($"{metrics.Duration}_bucket{{{job},le=\"{objective.Service.Objective!.Latency!.Under.TotalSeconds.ToString(CultureInfo.InvariantCulture)}\"}}", 1, 1 - bad);

        PromtoolTest.InputSeries Counter(string series, double before, double after) => new(
            series,
            string.Create(CultureInfo.InvariantCulture, $"0+{before * RequestsPerStep:0.###}x{from} {(before * RequestsPerStep * from) + (after * RequestsPerStep):0.###}+{after * RequestsPerStep:0.###}x{steps - from - 1}"));
    }
}

using System.Globalization;
using Infra.Monitoring.Rules;
using Infra.Monitoring.Slo;
using Infra.Settings.Binding;
using Infra.Settings.Values;

namespace Infra.Tests.Monitoring;

/// <summary>Every alert fires when it must, after its time and not before, and does not fire when it must not.</summary>
public class AlertFiringTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly RuleCatalogue Catalogue = RuleCatalogue.Of(StackMonitoring.PlanOf("prod"));

    public static TheoryData<string> Groups => [.. AlertExamples.ByGroup.Keys];

    public static IEnumerable<object[]> Objectives =>
        StackMonitoring.PlanOf("prod").Services.SelectMany(ServiceObjective.Of).Select(objective => new object[] { objective.Service.Name, objective.Name });

    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Groups))]
    public async Task EveryAlert_FiresAfterItsTime_AndOnlyThen(string name)
    {
        var group = Catalogue.Groups.Single(group => group.Name == name);
        var tests = AlertExamples.ByGroup[name].SelectMany(example => TestsOf(example, [.. group.Rules.OfType<AlertRule>().Where(rule => rule.Name == example.Alert && rule.Severity == example.Severity)]));

        await PromtoolTest.Run(group, [.. tests]);
    }

    [Fact]
    public void EveryAlert_HasAnExample()
    {
        var missing = Catalogue.Groups
            .Where(group => !group.Name.StartsWith("service-", StringComparison.Ordinal) && !group.Name.StartsWith("slo-", StringComparison.Ordinal))
            .SelectMany(group => group.Rules.OfType<AlertRule>().Select(alert => (Group: group.Name, Alert: alert)))
            .Where(alert => alert.Alert.Name != "Watchdog")
            .Where(alert => !AlertExamples.ByGroup.GetValueOrDefault(alert.Group, []).Any(example => example.Alert == alert.Alert.Name && example.Severity == alert.Alert.Severity))
            .Select(alert => $"{alert.Group}: {alert.Alert.Name} ({alert.Alert.Severity})");

        Assert.Empty(missing);
    }

    /// <summary>At 1.1 times a factor the alert fires within its long window and its waiting time; at 0.9 times it never does.</summary>
    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Objectives))]
    public async Task ABurningErrorBudget_FiresAboveTheFactor_AndNotBelow(string service, string slo)
    {
        var objective = StackMonitoring.PlanOf("prod").Services.SelectMany(ServiceObjective.Of).Single(objective => objective.Service.Name == service && objective.Name == slo);
        var group = Catalogue.Groups.Single(group => group.Name == $"slo-{service}-{slo}");

        foreach (var pair in BurnRate.Pairs)
        {
            await PromtoolTest.Run(group, [Burning(1.1, pair), Burning(0.9, pair)]);
        }

        PromtoolTest Burning(double share, BurnRate pair)
        {
            // A short window needs two measurements; more would only take longer.
            var step = pair.Short / 2.5;
            var at = Math.Ceiling((pair.Long + pair.For) / step) * step;
            var labels = $"alertname=\"ServiceErrorBudgetBurn\",service=\"{service}\",slo=\"{slo}\",long=\"{Duration.Format(pair.Long)}\"";
            return new PromtoolTest(step, [.. Requests(objective, share * pair.Factor * objective.Budget, (int)(at / step) + 2)], [PromtoolTest.Firing(labels, at, share > 1)]);
        }
    }

    [ToolTheory(Tool.Promtool)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AWrongExpectation_IsNoticed(bool isFiring)
    {
        var group = Catalogue.Groups.Single(group => group.Name == "general");
        var up = PromtoolTest.Series($"up{{job=\"a\",namespace=\"shop\"}}|{(isFiring ? 1 : 0)}+0x60");
        var wrong = new PromtoolTest(Minute, [up], [PromtoolTest.Firing("alertname=\"TargetDown\"", 30 * Minute, isFiring)]);

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => PromtoolTest.Run(group, [wrong]));
    }

    private static IEnumerable<PromtoolTest.InputSeries> Requests(ServiceObjective objective, double bad, int steps)
    {
        var (all, metrics) = (100000.0, objective.Service.Metrics!);
        var job = $"job=\"service/{objective.Service.Name}\",pod=\"p\"";
        if (objective.Name == "availability")
        {
            yield return Counter($"{metrics.Requests}{{{job},code=\"500\"}}", all * bad);
            yield return Counter($"{metrics.Requests}{{{job},code=\"200\"}}", all * (1 - bad));
            yield break;
        }

        yield return Counter($"{metrics.Requests}{{{job},code=\"200\"}}", all);
        yield return Counter($"{metrics.Duration}_count{{{job}}}", all);
        yield return Counter($"{metrics.Duration}_bucket{{{job},le=\"{objective.Service.Objective!.Latency!.Under.TotalSeconds.ToString(CultureInfo.InvariantCulture)}\"}}", all * (1 - bad));

        PromtoolTest.InputSeries Counter(string series, double perStep) =>
            new(series, string.Create(CultureInfo.InvariantCulture, $"0+{perStep:0.###}x{steps}"));
    }

    private static IEnumerable<PromtoolTest> TestsOf(AlertExample example, AlertRule[] rules)
    {
        var labels = $"alertname=\"{example.Alert}\",severity=\"{ScalarType.Word(example.Severity.ToString())}\"";
        var (first, last) = (rules.Min(rule => rule.For), rules.Max(rule => rule.For));
        var late = last + (example.Minutes * Minute) + (2 * Minute);
        PromtoolTest.Expectation[] fires = first < 2 * Minute
            ? [PromtoolTest.Firing(labels, late, true)]
            : [PromtoolTest.Firing(labels, first - Minute, false), PromtoolTest.Firing(labels, late, true)];
        yield return new PromtoolTest(Minute, [.. example.Fires.Select(PromtoolTest.Series)], fires);
        yield return new PromtoolTest(Minute, [.. example.Quiet.Select(PromtoolTest.Series)], [PromtoolTest.Firing(labels, late, false)]);
    }
}

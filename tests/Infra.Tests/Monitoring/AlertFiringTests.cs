using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Monitoring;

/// <summary>Every alert on the cluster and on the monitoring fires under its condition, after its waiting time, and only then.</summary>
public class AlertFiringTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly RuleCatalogue Catalogue = RuleCatalogue.Create(StackMonitoring.CreatePlan("prod"));

    public static TheoryData<string> Groups => [.. AlertExamples.ByGroup.Keys];

    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Groups))]
    public async Task EveryAlert_FiresAfterItsWaitingTime_AndOnlyThen(string name)
    {
        var group = Catalogue.Groups.Single(group => group.Name == name);
        var tests = AlertExamples.ByGroup[name].SelectMany(example => TestsFor(example, RulesFor(group, example)));

        await PromtoolTest.Run(group, [.. tests]);
    }

    [Fact]
    public void EveryAlert_HasAnExample()
    {
        var missing =
            from candidate in Catalogue.Groups
            where
                !candidate.Name.StartsWith("service-", StringComparison.Ordinal)
                && !candidate.Name.StartsWith("slo-", StringComparison.Ordinal)
                && !candidate.Name.StartsWith("store-", StringComparison.Ordinal)
            from alert in candidate.Rules.OfType<AlertRule>()
            where
                alert.Name != "Watchdog"
                && !AlertExamples.ByGroup.GetValueOrDefault(candidate.Name, []).Any(example => IsFor(example, alert))
            select $"{candidate.Name}: {alert.Name} ({alert.Severity})";

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void EveryExample_IsThatOfAnAlert(string name)
    {
        var group = Catalogue.Groups.Single(group => group.Name == name);

        Assert.All(AlertExamples.ByGroup[name], example => Assert.NotEmpty(RulesFor(group, example)));
    }

    [ToolTheory(Tool.Promtool)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AWrongExpectation_Fails(bool isFiring)
    {
        var group = Catalogue.Groups.Single(group => group.Name == "general");
        var up = new PromtoolTest.InputSeries("up{job=\"a\",namespace=\"shop\"}", isFiring ? "1+0x60" : "0+0x60");
        var wrong = new PromtoolTest(Minute, [up], [PromtoolTest.Firing("alertname=\"TargetDown\"", 30 * Minute, isFiring)]);

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => PromtoolTest.Run(group, [wrong]));
    }

    internal static AlertRule[] RulesFor(RuleGroup group, AlertExample example) =>
        [.. group.Rules.OfType<AlertRule>().Where(rule => IsFor(example, rule))];

    private static bool IsFor(AlertExample example, AlertRule alert) => example.Alert == alert.Name && example.Severity == alert.Severity;

    internal static IEnumerable<PromtoolTest> TestsFor(AlertExample example, AlertRule[] rules) =>
        example.Tests(
            $"alertname=\"{example.Alert}\",severity=\"{ScalarType.EnumName(example.Severity.ToString())}\"",
            rules.Min(rule => rule.For),
            rules.Max(rule => rule.For)
        );
}

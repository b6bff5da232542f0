using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Monitoring;

/// <summary>Every alert fires when it must, after its time and not before, and does not fire when it must not.</summary>
public class AlertFiringTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly RuleCatalogue Catalogue = RuleCatalogue.Create(StackMonitoring.PlanOf("prod"));

    public static TheoryData<string> Groups => [.. AlertExamples.ByGroup.Keys];

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

    private static IEnumerable<PromtoolTest> TestsOf(AlertExample example, AlertRule[] rules) => example.Tests(
        $"alertname=\"{example.Alert}\",severity=\"{ScalarType.Word(example.Severity.ToString())}\"", rules.Min(rule => rule.For), rules.Max(rule => rule.For));
}

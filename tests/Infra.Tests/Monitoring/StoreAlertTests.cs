using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The alerts on a store of each kind fire under their condition, after their waiting time, and only then.</summary>
public class StoreAlertTests
{
    private const string Operator = "-operator";

    /// <summary>A kind, or a kind whose servers an operator runs.</summary>
    public static TheoryData<string> Stores => [.. AlertExamples.ByStore.Keys];

    [ToolTheory(Tool.Promtool)]
    [MemberData(nameof(Stores))]
    public async Task EveryAlert_FiresAfterItsWaitingTime_AndOnlyThen(string store)
    {
        var group = FindGroup(store);
        var tests = AlertExamples
            .ByStore[store]
            .SelectMany(example => AlertFiringTests.TestsFor(example, AlertFiringTests.RulesFor(group, example)));

        await PromtoolTest.Run(group, [.. tests]);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void EveryAlert_HasAnExample_AndItsLabels(string store)
    {
        var alerts = FindGroup(store).Rules.OfType<AlertRule>().ToArray();

        Assert.Equal(alerts.Select(alert => alert.Name).Order(), AlertExamples.ByStore[store].Select(example => example.Alert).Order());
        Assert.All(alerts, alert => Assert.Equal(["namespace", "owner", "store"], alert.Labels.Keys));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void EveryStore_HasADashboard(string store)
    {
        var page = Assert.Single(DashboardCatalogue.Create(CreatePlan(store)), page => page.Uid == "store-s");

        Assert.All(page.Rows, row => Assert.NotEmpty(row.Panels));
    }

    internal static RuleGroup FindGroup(string store) =>
        Assert.Single(RuleCatalogue.Create(CreatePlan(store)).Groups, group => group.Name == "store-s");

    /// <summary>A stack with one store, named <c>s</c>.</summary>
    internal static MonitoringPlan CreatePlan(string store)
    {
        var isOperated = store.EndsWith(Operator, StringComparison.Ordinal);
        var kind = isOperated ? store[..^Operator.Length] : store;
        var own = kind == "s3" ? ", database: shop" : "";
        var form = isOperated ? "operator, replicas: 3" : "container";
        return StackMonitoring.CreatePlan(
            StackSources.From(
                $$"""
                name: shop
                cluster: {kind: simulated}
                faultTolerance: development
                monitoring: local
                sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {cpu: 200m, memory: 256Mi} } }
                stores: {s: {kind: {{kind}}, form: {{form}}, owner: team{{own}} } }
                services: {web: {image: "a:1", port: 8080, uses: [s]} }
                """,
                ""
            )
        );
    }
}

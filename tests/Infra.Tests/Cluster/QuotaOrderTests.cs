using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests.Cluster;

/// <summary>A quota that grows comes before the services, one that shrinks after them; the former one is an output of the stack.</summary>
public class QuotaOrderTests
{
    private const string Services = "web: {image: \"shop/web:1\", port: 8080}\n  api: {image: \"shop/api:1\", port: 8080}";

    [Theory]
    [InlineData("40", "1", true)]
    [InlineData("1", "1000", true)]
    [InlineData("1000", "100", false)]
    [InlineData("1000", "1000", false)]
    public async Task AQuota_ThatGrows_ComesBeforeTheServices_AndOneThatShrinks_AfterThem(string cpu, string pods, bool isFirst)
    {
        var plan = await PlanAsync(("requests.cpu", cpu), ("pods", pods), ("requests.memory", "4000Gi"), ("limits.memory", "4000Gi"));

        var quota = IndexOf(plan, ":ResourceQuota");
        int[] services =
        [
            .. plan.Registered.Index().Where(item => item.Item.Type == "infra:workloads:BackendService").Select(item => item.Index),
        ];
        Assert.Equal(2, services.Length);
        Assert.All(services, service => Assert.Equal(isFirst, quota < service));
        Assert.All(plan.Registered.Index().Where(item => item.Item.Type!.EndsWith(":Deployment", StringComparison.Ordinal)), item =>
            Assert.Equal(isFirst, quota < item.Index)
        );
    }

    [Fact]
    public async Task TheOutput_HasTheLimitsOfTheQuota()
    {
        var plan = await PlanAsync();

        var output = await Pulumi.Utilities.OutputUtilities.GetValueAsync(plan.Stack.Quota);
        var hard = plan.Get("ResourceQuota", "bounds");
        Assert.All(output!["cluster"], limit => Assert.Equal(hard[$"spec.hard.'{limit.Key}'"], limit.Value));
        Assert.Equal(4, output["cluster"].Count);
    }

    [Fact]
    public async Task TheOutput_HasWhatTheClusterAnswers_NotWhatIsPlanned()
    {
        var kept = ImmutableDictionary<string, object>.Empty.Add("pods", "77");
        var plan = await RecordedPlan.Create(Source, answer: args =>
            args.Type!.EndsWith(":ResourceQuota", StringComparison.Ordinal)
                ? args.Inputs.SetItem("spec", ImmutableDictionary<string, object>.Empty.Add("hard", kept))
                : null
        );

        var output = await Pulumi.Utilities.OutputUtilities.GetValueAsync(plan.Stack.Quota);
        Assert.Equal("77", Assert.Single(output["cluster"]).Value);
    }

    [Fact]
    public async Task TheOutput_OfAStackWithoutQuota_IsEmptyForItsCluster()
    {
        var plan = await RecordedPlan.ForServices(Services.Replace("\n  ", "\n", StringComparison.Ordinal), "quota: {enabled: false}");

        var output = await Pulumi.Utilities.OutputUtilities.GetValueAsync(plan.Stack.Quota);
        Assert.Empty(output["cluster"]);
    }

    [Fact]
    public async Task AQuota_ThatAppears_ComesAfterTheServices()
    {
        var plan = await RecordedPlan.Create(Source, outputs: FormerOf([]));

        var quota = IndexOf(plan, ":ResourceQuota");
        Assert.All(plan.Registered.Index().Where(item => item.Item.Type!.EndsWith(":Deployment", StringComparison.Ordinal)), item =>
            Assert.True(item.Index < quota)
        );
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task TheFormerQuota_IsReadOnce_AndNotForRendering(bool isRendering, int count)
    {
        var plan = await RecordedPlan.Create(Source, isRendering: isRendering);

        Assert.Equal(count, plan.Calls.Count(call => call == "pulumi:pulumi:readStackOutputs"));
    }

    private static Task<RecordedPlan> PlanAsync(params (string Resource, string Limit)[] former) =>
        RecordedPlan.Create(Source, outputs: former.Length == 0 ? null : FormerOf(former));

    private static SettingsSources Source =>
        StackSources.Simulated(
            "name: shop\nsizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}\n"
                + $"quota: {{cpu: 20}}\nservices:\n  {Services}\n",
            ""
        );

    private static ImmutableDictionary<string, object> FormerOf((string Resource, string Limit)[] former) =>
        ImmutableDictionary<string, object>.Empty.Add(
            "quota",
            ImmutableDictionary<string, object>.Empty.Add(
                "cluster",
                former.ToImmutableDictionary(limit => limit.Resource, limit => (object)limit.Limit)
            )
        );

    private static int IndexOf(RecordedPlan plan, string type) =>
        plan.Registered.Index().Single(item => item.Item.Type!.EndsWith(type, StringComparison.Ordinal)).Index;
}

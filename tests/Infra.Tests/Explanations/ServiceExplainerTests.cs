using Infra.Explanations;
using Infra.Settings;
using Infra.Tests.Settings;
using Infra.Workloads;

namespace Infra.Tests.Explanations;

public class ServiceExplainerTests
{
    [Theory]
    [InlineData("prod", "orders", "scaling.min", "3", "set", "stacks/Pulumi.prod.yaml")]
    [InlineData("prod", "notifications", "replicas", "3", "set", "stacks/Pulumi.prod.yaml")]
    [InlineData("staging", "notifications", "replicas", "2", "fault tolerance 'standard': its replicas", "stacks/Pulumi.staging.yaml")]
    [InlineData("dev", "orders", "replicas", "1", "fault tolerance 'development': its replicas", "stacks/Pulumi.dev.yaml")]
    [InlineData("prod", "orders", "resources.requests.cpu", "500m", "size 'medium'", "stacks/Pulumi.prod.yaml")]
    [InlineData("dev", "payments", "health.readiness", "http /healthz: every 5s, 3 failures, timeout 2s", "rule: detection time in whole seconds / 3 tries; timeout = period / 2", "stacks/services.yaml")]
    [InlineData("prod", "orders", "terminationGracePeriodSeconds", "35", "rule: drain + finish", "")]
    [InlineData("prod", "orders", "env.CATALOG_URL", "http://catalog.shop.svc:8080", "rule: <NAME>_URL", "stacks/services.yaml")]
    [InlineData("prod", "orders", "env.QUEUE", "order-events", "set", "stacks/services.yaml")]
    [InlineData("prod", "orders", "qosClass", "Burstable", "Kubernetes' rule", "")]
    [InlineData("prod", "orders", "owner", "team-checkout", "set", "stacks/services.yaml")]
    public void ADecision_HasItsReasonAndItsPlace(string stack, string service, string setting, string value, string reason, string file)
    {
        var explanation = Assert.Single(Explain(stack, service), explanation => explanation.Setting == setting);

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith(reason, explanation.Reason, StringComparison.Ordinal);
        Assert.Matches(file.Length == 0 ? "^$" : $"^{file}:[0-9]+$", explanation.Place);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public void ASecret_IsNotShown(string stack)
    {
        var explanations = Explain(stack, "payments");

        Assert.Equal("[secret]", Assert.Single(explanations, explanation => explanation.Setting == "env.PROVIDER_KEY").Value);
        Assert.DoesNotContain(explanations, explanation => explanation.Value.Contains("sandbox", StringComparison.Ordinal));
    }

    [Fact]
    public void EachDecision_IsExplainedOnce()
    {
        var explanations = Explain("prod", "gateway");

        Assert.Equal(explanations.Count, explanations.DistinctBy(explanation => explanation.Setting).Count());
    }

    [Fact]
    public void NothingIsExplained_WhereNobodyAsks() => Assert.Null(StackExplanations.Answer(null, SettingsLoader.Load(StackSources.Of("dev")), []));

    [Fact]
    public void AnUnknownService_IsNamedWithTheNearest() => Assert.Contains(
        "no service 'catlog'; did you mean 'catalog'?",
        Assert.Throws<UnknownServiceException>(() => StackExplanations.Answer("catlog", SettingsLoader.Load(StackSources.Of("dev")), [])).Message,
        StringComparison.Ordinal);

    private static IReadOnlyList<Explanation> Explain(string stack, string service)
    {
        var loaded = SettingsLoader.Load(StackSources.Of(stack));
        var plan = ServicePlanner.Plan(loaded.Settings, new SystemIdentity("shop", stack, "shop"));
        return ServiceExplainer.Explain(loaded, plan.Single(spec => spec.Name == service));
    }
}

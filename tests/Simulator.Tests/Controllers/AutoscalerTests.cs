using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class AutoscalerTests : IDisposable
{
    private readonly ExternalMetrics _metrics = new();
    private readonly ControllerCluster _cluster;

    public AutoscalerTests()
    {
        _cluster = new ControllerCluster(context => _ = new HorizontalPodAutoscalerController(context, _metrics, TimeSpan.FromSeconds(15)));
        _cluster.CreateNamespace("shop");
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Sync_WithoutBehavior_AppliesTheHighestRecentRecommendationEvenWhenScalingUp()
    {
        CreateTarget(3);
        CreateAutoscaler(External("queue"));
        _metrics.Values["queue"] = 200;
        Sync();
        Assert.Equal("ScaleUpLimit", Condition("ScalingLimited").Text("reason"));
        Assert.Equal(6, Replicas());

        _metrics.Values["queue"] = 70;
        Sync();

        Assert.Equal(12, Replicas());
        Assert.Equal("the HPA controller was able to update the target scale to 12", Condition("AbleToScale").Text("message"));
        Assert.Equal(("True", "ScaleUpLimit"), State("ScalingLimited"));
    }

    [Theory]
    [InlineData("apps/v1", "True", "the HPA controller was able to update the target scale to 6")]
    [InlineData("apps/v1beta2", "True", "the HPA controller was able to update the target scale to 6")]
    [InlineData(
        "extensions/v1beta1",
        "False",
        "unable to get the target's current scale: no matches for kind \"Deployment\" in group \"extensions\""
    )]
    public void Sync_TargetInAnyVersion_IsFoundByGroupAndKind(string apiVersion, string status, string message)
    {
        CreateTarget(3);
        CreateAutoscaler(External("queue"), apiVersion: apiVersion);
        _metrics.Values["queue"] = 200;
        Sync();

        Assert.Equal(status, State("AbleToScale").Item1);
        Assert.EndsWith(message, Condition("AbleToScale").Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sync_SomeMetricsInvalid_ScalesUpButNotDown()
    {
        CreateTarget(3);
        CreateAutoscaler($"{External("queue")},{External("lost")}");
        _metrics.Values["queue"] = 40;
        Sync();
        Assert.Equal(4, Replicas());
        Assert.Equal(("True", "ValidMetricFound"), State("ScalingActive"));

        _metrics.Values["queue"] = 10;
        Sync();

        Assert.Equal(4, Replicas());
        Assert.Equal(("False", "FailedGetExternalMetric"), State("ScalingActive"));
        Assert.Equal("the HPA was unable to compute the replica count: lost is unknown", Condition("ScalingActive").Text("message"));
        Assert.Equal(["External", ""], Status().Objects("currentMetrics").Select(m => m.Text("type")));
        Assert.Contains(
            "invalid metrics (1 invalid out of 2), first error is: failed to get lost external metric value: failed to get lost external metric: lost is unknown",
            Events("FailedComputeMetricsReplicas")
        );
    }

    [Fact]
    public void Sync_TargetAboveMaxReplicas_ScalesWithoutMetricsAndRemembersTheirNumber()
    {
        CreateTarget(60);
        CreateAutoscaler(External("queue"));
        _metrics.Values["queue"] = 10;
        Sync();
        Assert.Equal(["New size: 50; reason: Current number of replicas above Spec.MaxReplicas"], Events("SuccessfulRescale"));
        Assert.Null(Status()["currentMetrics"]);

        Sync();

        Assert.Equal(("True", "ScaleDownStabilized"), State("AbleToScale"));
        Assert.Equal(("True", "TooManyReplicas"), State("ScalingLimited"));
    }

    [Fact]
    public void Sync_MetricWithSelector_NamesTheSelector()
    {
        CreateTarget(3);
        CreateAutoscaler(External("queue", ",\"selector\":{\"matchLabels\":{\"env\":\"prod\"}}"));
        _metrics.Values["queue"] = 30;
        Sync();

        Assert.Equal(
            "the HPA was able to successfully calculate a replica count from external metric queue("
                + "&LabelSelector{MatchLabels:map[string]string{env: prod,},MatchExpressions:[]LabelSelectorRequirement{},})",
            Condition("ScalingActive").Text("message")
        );
    }

    [Fact]
    public void Sync_RecommendationOfZero_IsTooFewReplicas()
    {
        CreateTarget(1);
        CreateAutoscaler(External("queue"));
        _metrics.Values["queue"] = 0;
        for (var i = 0; i < 25; i++)
        {
            Sync();
        }

        Assert.Equal(("True", "TooFewReplicas"), State("ScalingLimited"));
        Assert.Equal("the desired replica count is less than the minimum replica count", Condition("ScalingLimited").Text("message"));
    }

    [Fact]
    public void Sync_TargetOfUnknownKind_CannotScale()
    {
        CreateAutoscaler(External("queue"), kind: "Widget");
        Sync();

        Assert.Equal(
            "the HPA controller was unable to get the target's current scale: no matches for kind \"Widget\" in group \"apps\"",
            Condition("AbleToScale").Text("message")
        );
    }

    [Theory]
    [InlineData("Deployment", "deployments/scale.apps")]
    [InlineData("ReplicaSet", "replicasets/scale.apps")]
    [InlineData("StatefulSet", "statefulsets.apps")]
    public void Sync_TargetDoesNotExist_NamesTheScale(string kind, string missing)
    {
        CreateAutoscaler(External("queue"), kind);
        Sync();

        Assert.Equal(("False", "FailedGetScale"), State("AbleToScale"));
        Assert.Equal(
            $"the HPA controller was unable to get the target's current scale: {missing} \"web\" not found",
            Condition("AbleToScale").Text("message")
        );
        Assert.Equal([$"{missing} \"web\" not found"], Events("FailedGetScale"));
    }

    private void Sync() => _cluster.Run(15);

    private long? Replicas() => _cluster.Client.Get(GroupResource.Deployments, "shop", "web").Spec.Number("replicas");

    private JsonObject Status() => _cluster.Client.Get(GroupResource.HorizontalPodAutoscalers, "shop", "web").Status;

    private JsonObject Condition(string type) => Status().Objects("conditions").Single(c => c.Text("type") == type);

    private (string?, string?) State(string type) => (Condition(type).Text("status"), Condition(type).Text("reason"));

    private IEnumerable<string> Events(string reason) =>
        _cluster
            .Client.List(GroupResource.Events, "shop")
            .Items.Where(e => e.Body.Text("reason") == reason)
            .Select(e => e.Body.Text("message") ?? "");

    private static string External(string name, string selector = "") =>
        $$$"""
            {"type":"External","external":{"metric":{"name":"{{{name}}}"{{{selector}}}},"target":{"type":"AverageValue","averageValue":"10"} } }
            """;

    private void CreateTarget(int replicas) =>
        Create(
            GroupResource.Deployments,
            $$$$"""
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":{{{{replicas}}}},"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"app:1"}]} } } }
            """
        );

    private void CreateAutoscaler(string metrics, string kind = "Deployment", string apiVersion = "apps/v1") =>
        Create(
            GroupResource.HorizontalPodAutoscalers,
            $$$"""
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"minReplicas":1,"maxReplicas":50,"metrics":[{{{metrics}}}],
             "scaleTargetRef":{"apiVersion":"{{{apiVersion}}}","kind":"{{{kind}}}","name":"web"} } }
            """
        );

    private void Create(GroupResource resource, string json) => _cluster.Client.Create(resource, (JsonObject)JsonNode.Parse(json)!);

    private sealed class ExternalMetrics : IMetricsSource
    {
        public Dictionary<string, long> Values { get; } = [];

        public IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector) =>
            Values.TryGetValue(metric, out var value) ? [value * 1000] : throw new MetricUnavailableException($"{metric} is unknown");

        public PodSample?[] Resource(IReadOnlyList<Pod> pods, string resource, string? container) =>
            new NoMetrics().Resource(pods, resource, container);

        public PodSample?[] Pods(IReadOnlyList<Pod> pods, string metric) => new NoMetrics().Pods(pods, metric);

        public long Object(string inNamespace, string kind, string name, string metric) =>
            new NoMetrics().Object(inNamespace, kind, name, metric);
    }
}

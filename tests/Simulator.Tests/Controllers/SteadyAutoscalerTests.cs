using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>An autoscaler whose next sync cannot give another result is not evaluated; no client can tell.</summary>
public sealed class SteadyAutoscalerTests : IDisposable
{
    private readonly CountedMetric _metric = new();
    private readonly ControllerCluster _cluster;

    public SteadyAutoscalerTests()
    {
        _cluster = new ControllerCluster(context => _ = new HorizontalPodAutoscalerController(context, _metric, TimeSpan.FromSeconds(15)));
        _cluster.CreateNamespace("shop");
        Create(
            GroupResource.Deployments,
            """
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":4,"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"app:1"}]} } } }
            """
        );
        Create(
            GroupResource.HorizontalPodAutoscalers,
            """
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"minReplicas":1,"maxReplicas":50,
             "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"metrics":[{"type":"External","external":{
             "metric":{"name":"queue"},"target":{"type":"AverageValue","averageValue":"10"} } }]} }
            """
        );
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Sync_NothingHasChanged_DoesNotReadTheMetricAgain()
    {
        Run(TimeSpan.FromMinutes(10));
        var (reads, version) = (_metric.Reads, _cluster.Client.Version);

        Run(TimeSpan.FromHours(1));

        Assert.Equal(reads, _metric.Reads);
        Assert.Equal(version, _cluster.Client.Version);
    }

    [Fact]
    public void Sync_AnObjectHasChanged_ReadsTheMetricAgain()
    {
        Run(TimeSpan.FromMinutes(10));

        SetValue(80);
        Run(TimeSpan.FromSeconds(15));

        Assert.Equal(8, Replicas());
    }

    [Fact]
    public void Sync_MetricChangesWithTime_ReadsItEachTime()
    {
        _metric.IsSteady = false;
        Run(TimeSpan.FromMinutes(10));
        var reads = _metric.Reads;

        Run(TimeSpan.FromMinutes(1));

        Assert.Equal(reads + 4, _metric.Reads);
    }

    [Fact]
    public void Sync_LessLoadAfterAQuietHour_ScalesDownFiveMinutesLater()
    {
        Run(TimeSpan.FromHours(1));

        SetValue(10);
        Run(TimeSpan.FromMinutes(4.75));
        Assert.Equal(4, Replicas());
        Assert.Equal("ScaleDownStabilized", AbleToScale());

        Run(TimeSpan.FromSeconds(30));
        Assert.Equal(1, Replicas());
    }

    [Fact]
    public void Sync_RecommendationsStillDiffer_GoesOnUntilTheOldOnesHaveExpired()
    {
        Run(TimeSpan.FromMinutes(10));
        SetValue(10);

        Run(TimeSpan.FromHours(1));

        Assert.Equal(1, Replicas());
        Assert.Equal("ReadyForNewScale", AbleToScale());
    }

    private void SetValue(long value)
    {
        _metric.Value = value;
        // The values that users set are in a ConfigMap.
        Create(GroupResource.ConfigMaps, """{"metadata":{"generateName":"metrics-","namespace":"shop"}}""");
    }

    private void Run(TimeSpan time) => _cluster.Run((int)time.TotalSeconds);

    private long? Replicas() => _cluster.Client.Get(GroupResource.Deployments, "shop", "web").Spec.Number("replicas");

    private string? AbleToScale() =>
        _cluster
            .Client.Get(GroupResource.HorizontalPodAutoscalers, "shop", "web")
            .Status.Objects("conditions")
            .Single(condition => condition.Text("type") == "AbleToScale")
            .Text("reason");

    private void Create(GroupResource resource, string json) => _cluster.Client.Create(resource, (JsonObject)JsonNode.Parse(json)!);

    private sealed class CountedMetric : IMetricsSource
    {
        public long Value { get; set; } = 40;

        public bool IsSteady { get; set; } = true;

        public int Reads { get; private set; }

        public bool AreSteady(IReadOnlyList<Pod> pods) => IsSteady;

        public IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector)
        {
            Reads++;
            return [Value * 1000];
        }

        public PodSample?[] Resource(IReadOnlyList<Pod> pods, string resource, string? container) =>
            new NoMetrics().Resource(pods, resource, container);

        public PodSample?[] Pods(IReadOnlyList<Pod> pods, string metric) => new NoMetrics().Pods(pods, metric);

        public long Object(string inNamespace, string kind, string name, string metric) =>
            new NoMetrics().Object(inNamespace, kind, name, metric);
    }
}

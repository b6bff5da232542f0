using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Metrics;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Tests.Metrics;

/// <summary>Metrics that a user sets reach the metrics APIs and the autoscalers.</summary>
public sealed class SimulatedMetricsTests : IDisposable
{
    private const string Deployment = """
        {
          "metadata": { "name": "web", "namespace": "default" },
          "spec": {
            "replicas": 2,
            "selector": { "matchLabels": { "app": "web" } },
            "template": {
              "metadata": { "labels": { "app": "web" } },
              "spec": { "containers": [
                { "name": "app", "image": "web:1", "resources": { "requests": { "cpu": "300m", "memory": "64Mi" } } },
                { "name": "proxy", "image": "proxy:1", "resources": { "requests": { "cpu": "100m", "memory": "64Mi" } } }
              ] }
            }
          }
        }
        """;

    private readonly ControlPlaneCluster _cluster = new(hasMetrics: true);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Pods_WithoutASetting_AreIdle()
    {
        Start();

        var pods = await GetAsync("apis/metrics.k8s.io/v1beta1/namespaces/default/pods");

        Assert.Equal("PodMetricsList", pods.Text("kind"));
        Assert.Equal(2, pods.Objects("items").Count());
        Assert.Equal(["1m 16Mi", "1m 16Mi"], Usages(pods.Objects("items").First()));
    }

    [Fact]
    public async Task Pods_StartedAfterTheLatestMeasurement_AreMissing()
    {
        _cluster.Run(seconds: 3);
        _cluster.Create(GroupResource.Deployments, Deployment);
        _cluster.RunUntil(() => _cluster.List(GroupResource.Pods).Count(pod => pod.Status.Text("phase") == "Running") == 2, seconds: 10);

        Assert.Empty((await GetAsync("apis/metrics.k8s.io/v1beta1/namespaces/default/pods")).Objects("items"));
    }

    [Fact]
    public async Task Pods_OfAWorkloadWithATotal_ShareItByTheirRequests()
    {
        Start();
        Set(new MetricSetting("default", "deployment", "web", "cpu", Quantity.Parse("800m"), IsTotal: true));

        var pod = (await GetAsync("apis/metrics.k8s.io/v1beta1/namespaces/default/pods")).Objects("items").First();
        var node = (await GetAsync("apis/metrics.k8s.io/v1beta1/nodes")).Objects("items");

        Assert.Equal(["300m 16Mi", "100m 16Mi"], Usages(pod));
        Assert.Equal(800, node.Sum(one => Quantity.Parse(one.Text("usage", "cpu")!).MilliValue));
    }

    [Fact]
    public void Autoscaler_WithAConstantTotal_ScalesUntilTheTargetHolds()
    {
        Start();
        Set(new MetricSetting("default", "deployment", "web", "cpu", Quantity.Parse("1600m"), IsTotal: true));
        Autoscale(
            """{ "type": "Resource", "resource": { "name": "cpu", "target": { "type": "Utilization", "averageUtilization": 50 } } }"""
        );

        _cluster.Run(seconds: 300);

        // 1,600 millicores at 50 % of a request of 400 are eight pods.
        Assert.Equal(8, _cluster.Find(GroupResource.Deployments, "web")!.Spec.Number("replicas"));
        var current = _cluster.Find(GroupResource.HorizontalPodAutoscalers, "web")!.Status.Objects("currentMetrics").Single();
        Assert.Equal(50, current.Number("resource", "current", "averageUtilization"));
    }

    [Fact]
    public async Task Autoscaler_WithPodsObjectAndExternalMetrics_ReadsThem()
    {
        Start();
        Set(new MetricSetting("default", "deployment", "web", "requests_per_second", Quantity.Parse("30")));
        Set(new MetricSetting("default", "service", "front", "queue_length", Quantity.Parse("40")));
        Set(new MetricSetting("default", MetricSetting.External, "", "lag", Quantity.Parse("60")));
        Autoscale(
            """{ "type": "Pods", "pods": { "metric": { "name": "requests_per_second" }, "target": { "type": "AverageValue", "averageValue": "20" } } }""",
            """{ "type": "Object", "object": { "metric": { "name": "queue_length" }, "target": { "type": "AverageValue", "averageValue": "10" }, "describedObject": { "apiVersion": "v1", "kind": "Service", "name": "front" } } }""",
            """{ "type": "External", "external": { "metric": { "name": "lag" }, "target": { "type": "AverageValue", "averageValue": "10" } } }"""
        );

        _cluster.Run(seconds: 40);

        // Three, four and six pods are asked for; the largest number counts.
        Assert.Equal(6, _cluster.Find(GroupResource.Deployments, "web")!.Spec.Number("replicas"));
        var external = await GetAsync("apis/external.metrics.k8s.io/v1beta1/namespaces/default/lag");
        Assert.Equal("60", external.Objects("items").Single().Text("value"));
        var custom = await GetAsync("apis/custom.metrics.k8s.io/v1beta2/namespaces/default/pods/*/requests_per_second");
        Assert.All(custom.Objects("items"), item => Assert.Equal("30", item.Text("value")));
    }

    [Fact]
    public async Task External_WithASelector_IsTheSumOfTheSelectedSeries()
    {
        Start();
        foreach (var (queue, value) in (ReadOnlySpan<(string, long)>)[("orders", 30), ("orders-retry", 20), ("mails", 500)])
        {
            Set(MetricSetting.CreateExternal("default", "lag", Quantity.FromWhole(value), [KeyValuePair.Create("queue", queue)]));
        }

        Autoscale(
            """
            { "type": "External", "external": {
              "metric": { "name": "lag", "selector": { "matchExpressions": [
                { "key": "queue", "operator": "In", "values": [ "orders", "orders-retry" ] } ] } },
              "target": { "type": "AverageValue", "averageValue": "10" } } }
            """
        );
        _cluster.Run(seconds: 40);

        Assert.Equal(5, _cluster.Find(GroupResource.Deployments, "web")!.Spec.Number("replicas"));
        var mails = await GetAsync("apis/external.metrics.k8s.io/v1beta1/namespaces/default/lag", "?labelSelector=queue%3Dmails");
        Assert.Equal("500", mails.Objects("items").Single().Text("value"));
        Assert.Equal("mails", mails.Objects("items").Single().Text("metricLabels", "queue"));
    }

    [Fact]
    public async Task Discovery_ListsTheGroupsAndTheMetrics()
    {
        Set(new MetricSetting("default", MetricSetting.External, "", "lag", Quantity.Parse("60")));

        var groups = (await GetAsync("apis")).Objects("groups").Select(group => group.Text("name"));
        var resources = (await GetAsync("apis/external.metrics.k8s.io/v1beta1")).Objects("resources");

        Assert.Contains("metrics.k8s.io", groups);
        Assert.Equal(["lag"], resources.Select(resource => resource.Text("name")));
    }

    [Theory]
    [InlineData("default_deployment_web", "1")]
    [InlineData("default_deployment_web_a b", "1")]
    [InlineData("default_deployment_web_cpu", "much")]
    [InlineData("default_deployment_web_cpu", "-1")]
    public void Parse_AnEntryThatIsNone_ReturnsNull(string key, string text) => Assert.Null(MetricSetting.Parse(key, text));

    [Fact]
    public void Parse_OfAWrittenSetting_ReturnsIt()
    {
        var setting = new MetricSetting("shop", "deployment", "orders.v2", "http_requests_total", Quantity.Parse("1500m"), IsTotal: true);

        Assert.Equal(setting, MetricSetting.Parse(setting.Key, setting.Text));
        var external = MetricSetting.CreateExternal("shop", "lag", Quantity.Parse("5"), [KeyValuePair.Create("queue", "orders")]);
        Assert.Equal(external, MetricSetting.Parse(external.Key, external.Text));
    }

    [Fact]
    public void Autoscaler_SumBeyond64Bits_ScalesToTheMaximum()
    {
        Start();
        foreach (var queue in (string[])["a", "b"])
        {
            Set(MetricSetting.CreateExternal("default", "lag", Quantity.Parse("1e308"), [KeyValuePair.Create("queue", queue)]));
        }

        Autoscale("""{"type":"External","external":{"metric":{"name":"lag"},"target":{"type":"AverageValue","averageValue":"1"}}}""");

        Assert.True(_cluster.RunUntil(() => _cluster.Find(GroupResource.Deployments, "web")!.Spec.Number("replicas") == 20, 180));
    }

    private static IEnumerable<string> Usages(JsonObject pod) =>
        pod.Objects("containers").Select(container => $"{container.Text("usage", "cpu")} {container.Text("usage", "memory")}");

    private void Start()
    {
        _cluster.Create(GroupResource.Deployments, Deployment);
        _cluster.Create(
            GroupResource.Services,
            """{ "metadata": { "name": "front", "namespace": "default" }, "spec": { "ports": [ { "port": 80 } ] } }"""
        );
        _cluster.Run(seconds: 60);
    }

    private void Autoscale(params string[] metrics) =>
        _cluster.Create(
            GroupResource.HorizontalPodAutoscalers,
            $$"""
            {
              "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
              "metadata": { "name": "web", "namespace": "default" },
              "spec": {
                "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "web" }, "minReplicas": 1, "maxReplicas": 20,
                "metrics": [ {{string.Join(", ", metrics)}} ]
              }
            }
            """
        );

    private void Set(MetricSetting setting)
    {
        var data = new JsonObject { ["data"] = new JsonObject { [setting.Key] = setting.Text } };
        if (_cluster.Client.Find(GroupResource.ConfigMaps, MetricSetting.ConfigMapNamespace, MetricSetting.ConfigMapName) is null)
        {
            data["metadata"] = new JsonObject { ["namespace"] = MetricSetting.ConfigMapNamespace, ["name"] = MetricSetting.ConfigMapName };
            _cluster.Client.Create(GroupResource.ConfigMaps, data);
        }
        else
        {
            _cluster.Client.Patch(GroupResource.ConfigMaps, MetricSetting.ConfigMapNamespace, MetricSetting.ConfigMapName, data);
        }
    }

    private async Task<JsonObject> GetAsync(string path, string query = "")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = $"/{path}";
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.Authorization = "Bearer secret";
        using var body = new MemoryStream();
        context.Response.Body = body;
        var handler = ApiServer.CreateHandler(
            _cluster.Cluster.Api,
            "secret",
            aggregated: MetricsApis.Create(_cluster.Client, _cluster.Clock)
        );
        await handler.HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync();
        Assert.Equal(StatusCodes.Status200OK, context.Response.StatusCode);
        return (JsonObject)JsonNode.Parse(body.ToArray())!;
    }
}

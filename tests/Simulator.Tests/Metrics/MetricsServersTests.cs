using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Simulator.Hosting;
using Infra.Simulator.Metrics;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Tests.Metrics;

/// <summary>The pages of metrics that a Prometheus scrapes through the API server.</summary>
public sealed partial class MetricsServersTests : IDisposable
{
    private const string Deployment = """
        {
          "metadata": { "name": "web", "namespace": "default" },
          "spec": {
            "replicas": 2,
            "selector": { "matchLabels": { "app": "web" } },
            "template": {
              "metadata": { "labels": { "app": "web" }, "annotations": { "fake/cpu": "500m", "fake/metric.http_requests_total": "20" } },
              "spec": { "containers": [
                {
                  "name": "app", "image": "web:1", "ports": [ { "containerPort": 9090 } ],
                  "resources": { "requests": { "cpu": "100m", "memory": "64Mi" }, "limits": { "cpu": "200m", "memory": "128Mi" } },
                  "readinessProbe": { "httpGet": { "port": 9090 }, "periodSeconds": 5 }
                }
              ] }
            }
          }
        }
        """;

    private const string KubeStateMetrics = """
        {
          "metadata": { "name": "ksm", "namespace": "default", "labels": { "app.kubernetes.io/name": "kube-state-metrics" } },
          "spec": { "containers": [ { "name": "ksm", "image": "any:1", "ports": [
            { "name": "http", "containerPort": 8080 }, { "name": "telemetry", "containerPort": 8081 }
          ] } ] }
        }
        """;

    private const string StatePage = "api/v1/namespaces/default/pods/ksm:8080/proxy/metrics";

    private readonly ControlPlaneCluster _cluster = new(new NodePoolOptions { Count = 1 }, hasMetrics: true);
    private readonly MetricsServers _servers;

    public MetricsServersTests()
    {
        _servers = new MetricsServers(_cluster.Client, _cluster.Clock);
        _cluster.Create(GroupResource.Pods, KubeStateMetrics);
        _cluster.Create(GroupResource.Deployments, Deployment);
        _cluster.Create(
            GroupResource.Services,
            """
            {
              "metadata": { "name": "kube-state-metrics", "namespace": "default" },
              "spec": {
                "selector": { "app.kubernetes.io/name": "kube-state-metrics" },
                "ports": [ { "name": "http", "port": 80, "targetPort": "http" } ]
              }
            }
            """
        );
        _cluster.Run(seconds: 60);
    }

    private string NodePath => $"api/v1/nodes/{_cluster.Client.List(GroupResource.Nodes).Items[0].Name}/proxy";

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task KubeStateMetrics_ShowsTheStateOfObjects()
    {
        var page = await GetPageAsync(StatePage);

        Assert.Equal(2, Read(page, "kube_deployment_status_replicas_available", "deployment=\"web\""));
        Assert.Equal(2, Read(page, "kube_pod_status_ready", "pod=\"web-", "condition=\"true\""));
        Assert.Equal(0.2, Read(page, "kube_pod_container_resource_limits", "resource=\"cpu\"", "unit=\"core\"") / 2);
        Assert.Equal(1, Read(page, "kube_node_status_condition", "condition=\"Ready\"", "status=\"true\""));
        Assert.Contains("# TYPE kube_pod_container_status_restarts_total counter\n", page, StringComparison.Ordinal);
        Assert.Equal(page, await GetPageAsync("api/v1/namespaces/default/services/kube-state-metrics:http/proxy/metrics"));
    }

    [Fact]
    public async Task KubeStateMetrics_WithResources_ShowsOnlyThose()
    {
        _cluster.Create(
            GroupResource.Pods,
            """
            {
              "metadata": { "name": "few", "namespace": "default", "annotations": { "fake/exporter": "kube-state-metrics" } },
              "spec": { "containers": [
                { "name": "a", "image": "any:1", "args": [ "--resources=nodes,jobs" ], "ports": [ { "containerPort": 1 } ] }
              ] }
            }
            """
        );
        _cluster.Run(seconds: 5);

        var page = await GetPageAsync("api/v1/namespaces/default/pods/few/proxy/metrics");

        Assert.Equal(["job", "node"], FamilyName().Matches(page).Select(match => match.Groups[1].Value).Distinct().Order());
    }

    /// <summary>The lists of names are those of the exporters' versions, which the rules of the program are checked against too.</summary>
    [Theory]
    [InlineData("kube-state-metrics", "kube_", "api/v1/namespaces/default/pods/ksm:8080/proxy/metrics", 150)]
    [InlineData("kube-state-metrics", "kube_", "api/v1/namespaces/default/pods/ksm:8081/proxy/metrics", 4)]
    [InlineData("kubelet", "kubelet_", "api/v1/nodes/node-1/proxy/metrics", 10)]
    [InlineData("cadvisor", "container_", "api/v1/nodes/node-1/proxy/metrics/cadvisor", 30)]
    [InlineData("node-exporter", "node_", "api/v1/namespaces/default/pods/exporter/proxy/metrics", 30)]
    public async Task EveryMetric_IsOneOfItsExporter(string exporter, string prefix, string path, int count)
    {
        var root = typeof(MetricsServersTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(one => one.Key == "RepositoryRoot");
        var known = await File.ReadAllLinesAsync(
            Path.Combine(root.Value!, "tests", "Infra.Tests", "Monitoring", "MetricNames", $"{exporter}.txt")
        );
        _cluster.Create(
            GroupResource.Pods,
            """
            {
              "metadata": { "name": "exporter", "namespace": "default", "annotations": { "fake/exporter": "node-exporter" } },
              "spec": { "containers": [ { "name": "a", "image": "any:1", "ports": [ { "containerPort": 9100 } ] } ] }
            }
            """
        );
        _cluster.Run(seconds: 5);

        var names = Name().Matches(await GetPageAsync(path)).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.Empty(names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Except(known));
        Assert.True(names.Count >= count, string.Join(' ', names));
    }

    [Fact]
    public async Task Cadvisor_CountersGrow_AndALimitThrottles()
    {
        var before = await GetPageAsync($"{NodePath}/metrics/cadvisor");
        _cluster.Run(seconds: 100);
        var after = await GetPageAsync($"{NodePath}/metrics/cadvisor");

        // A container that asks for more than its limit gets the limit, and is throttled in each period of 100 ms.
        Assert.Equal(2 * 20, Grown("container_cpu_usage_seconds_total"), 3);
        Assert.Equal(2 * 1000, Grown("container_cpu_cfs_periods_total"), 3);
        Assert.Equal(2 * 1000, Grown("container_cpu_cfs_throttled_periods_total"), 3);

        double Grown(string metric) => Read(after, metric, "container=\"app\"") - Read(before, metric, "container=\"app\"");
    }

    [Fact]
    public async Task Kubelet_ShowsItsPods()
    {
        var page = await GetPageAsync($"{NodePath}/metrics");
        var probes = await GetPageAsync($"{NodePath}/metrics/probes");
        var resources = await GetPageAsync($"{NodePath}/metrics/resource");

        Assert.Equal(3, Read(page, "kubelet_running_pods"));
        Assert.Equal(3, Read(page, "storage_operation_duration_seconds_count", "volume_plugin=\"kubernetes.io/projected\""));
        Assert.True(Read(probes, "prober_probe_total", "probe_type=\"Readiness\"", "result=\"successful\"") > 2 * 10);
        Assert.True(Read(resources, "pod_cpu_usage_seconds_total") > 0);
    }

    [Fact]
    public async Task Pod_WithCustomMetrics_ServesThem()
    {
        var pod = _cluster.List(GroupResource.Pods).First(pod => pod.Name.StartsWith("web-", StringComparison.Ordinal));
        var path = $"api/v1/namespaces/default/pods/{pod.Name}/proxy/metrics";
        var before = Read(await GetPageAsync(path), "http_requests_total");
        _cluster.Run(seconds: 10);

        Assert.Equal(200, Read(await GetPageAsync(path), "http_requests_total") - before, 3);
    }

    [Fact]
    public async Task Node_ThatIsStopped_CannotBeReached()
    {
        var node = _cluster.Client.List(GroupResource.Nodes).Items[0].Name;
        _cluster.Client.Create(GroupResource.ConfigMaps, new Fault("stop", FaultType.StopNode, node, null).ToJson());
        _cluster.Run(seconds: 1);

        var (status, kubelet) = await GetAsync($"{NodePath}/metrics");
        var (_, pod) = await GetAsync(StatePage);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, status);
        Assert.Equal(
            "error trying to reach service: dial tcp 192.168.0.3:10250: connect: no route to host",
            JsonNode.Parse(kubelet)!["message"]!.GetValue<string>()
        );
        Assert.Contains(":8080: connect: no route to host", pod, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "api/v1/namespaces/default/services/kube-state-metrics:none/proxy/metrics",
        503,
        "no service port \"none\" found for service"
    )]
    [InlineData("api/v1/namespaces/default/services/kube-state-metrics:81/proxy/metrics", 503, "no service port 81 found for service")]
    [InlineData("api/v1/namespaces/default/pods/missing/proxy/metrics", 404, "pods \"missing\" not found")]
    [InlineData("api/v1/namespaces/default/pods/ksm:word/proxy/metrics", 400, "invalid pod request")]
    [InlineData("api/v1/namespaces/default/pods/ksm/proxy/other", 404, "404 page not found")]
    public async Task Proxy_ToWhatDoesNotExist_SaysWhy(string path, int status, string message)
    {
        var answer = await GetAsync(path);

        Assert.Equal(status, answer.Status);
        Assert.Contains(message, JsonDecoded(answer.Body), StringComparison.Ordinal);
    }

    private static string JsonDecoded(string body) => body.Replace("\\\"", "\"", StringComparison.Ordinal);

    /// <summary>The sum of the samples of a metric whose labels contain all of the texts.</summary>
    private static double Read(string page, string metric, params string[] labels)
    {
        var lines = page.Split('\n')
            .Where(line =>
                line.StartsWith(metric + "{", StringComparison.Ordinal) || line.StartsWith(metric + " ", StringComparison.Ordinal)
            )
            .Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .ToList();
        Assert.NotEmpty(lines);
        return lines.Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private async Task<string> GetPageAsync(string path)
    {
        var (status, body) = await GetAsync(path);
        Assert.True(status == StatusCodes.Status200OK, body);
        return body;
    }

    private async Task<(int Status, string Body)> GetAsync(string path)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = $"/{path}";
        context.Request.Headers.Authorization = "Bearer secret";
        using var body = new MemoryStream();
        context.Response.Body = body;
        await ApiServer.CreateHandler(_cluster.Cluster.Api, "secret", proxied: _servers).HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync();
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }

    [GeneratedRegex("^# TYPE kube_([a-z]+)_", RegexOptions.Multiline)]
    private static partial Regex FamilyName();

    [GeneratedRegex("^# TYPE (\\S+) ", RegexOptions.Multiline)]
    private static partial Regex Name();
}

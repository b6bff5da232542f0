using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Web;

namespace EndToEnd.Monitoring;

/// <summary>
/// Prometheus scrapes the simulated cluster with the configuration and the rules that <c>infra up</c> deployed: what breaks in the cluster
/// fires the alerts for it. The <c>for</c> of alerts is left out, so that the test does not wait; an alert on a rate over five minutes
/// would need as long.
/// </summary>
public sealed class SimulatedAlertTests(MonitoredShop shop) : IClassFixture<MonitoredShop>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("infra-alerts-").FullName;

    [ToolFact("prometheus", "prometheus")]
    public async Task WhatBreaks_FiresItsAlerts()
    {
        var configuration = new ConfigurationUnderTest((await shop.FilesAsync("prometheus"))["prometheus.yaml"], _folder, shop.Cluster);
        await using var discovery = DiscoveryByHttp();
        configuration.ScrapeThrough(shop.Cluster);
        configuration.DiscoverAt(discovery.Address);
        configuration.Evaluate(await shop.FilesAsync("prometheus-rules"));
        configuration.AlertAt($"127.0.0.1:{Loopback.FreePort()}");
        await shop.ClusterCommandAsync("metric", "set", "cpu", "50", "--for", "deployment/gateway");
        await shop.ClusterCommandAsync("metric", "set", "memory", "500Mi", "--for", "deployment/gateway");
        using var prometheus = await StartPrometheusAsync(configuration);
        await ShouldReturnAsync(
            prometheus,
            "sum by (job) (up{job=~'apiserver|kubelet|cadvisor|kube-state-metrics|node-exporter'}) "
                + "== count by (job) (up{job=~'apiserver|kubelet|cadvisor|kube-state-metrics|node-exporter'})",
            series => series.Length == 5
        );
        await ShouldReturnAsync(
            prometheus,
            "count by (__name__) ({__name__=~'(node_namespace_pod_container|namespace_workload_pod|cluster:namespace):.+'})",
            // No service but the gateway has a CPU limit.
            series => series.Length == 7
        );
        await ShouldFireAsync(prometheus, "Watchdog");
        // Rules evaluated before the first scrape find no pod, and the alerts have no "for" here.
        await ShouldBeQuietAsync(prometheus, "ServiceHeartbeatLost orders");

        // The alerts need kube-state-metrics.
        var needed = (await shop.Cluster.ListAsync("/api/v1/pods", "app.kubernetes.io/name=kube-state-metrics"))[0]["spec"]!["nodeName"]!;
        var node = (await shop.Cluster.ListAsync("/api/v1/nodes"))
            .Select(one => one["metadata"]!["name"]!.GetValue<string>())
            .First(name => name != needed.GetValue<string>());
        await shop.ClusterCommandAsync("fault", "stop-node", node);
        await shop.ClusterCommandAsync("fault", "fail-probe", "shop/orders");

        await ShouldFireAsync(
            prometheus,
            $"KubeletDown {node}",
            "ServiceHeartbeatLost orders",
            "ServiceThrottled gateway",
            "ServiceMemorySaturated gateway"
        );
        await ShouldFireAsync(prometheus, $"KubeNodeNotReady {node}", $"KubeNodeUnreachable {node}");
    }

    /// <summary>promtool accepts the pages; what it says about names is about those of the real exporters.</summary>
    [ToolFact("promtool", "prometheus")]
    public async Task EveryPage_IsValid()
    {
        var exporter = (await shop.Cluster.ListAsync("/api/v1/pods", "app.kubernetes.io/name=kube-state-metrics"))[0]["metadata"]!;
        var pod = $"/api/v1/namespaces/{exporter["namespace"]}/pods/{exporter["name"]}";
        const string Node = "/api/v1/nodes/node-1/proxy/metrics";
        foreach (
            var path in (string[])
                [
                    "/metrics",
                    Node,
                    $"{Node}/cadvisor",
                    $"{Node}/resource",
                    $"{Node}/probes",
                    $"{pod}:8080/proxy/metrics",
                    $"{pod}:8081/proxy/metrics",
                ]
        )
        {
            var said = await CheckAsync(await shop.Cluster.GetTextAsync(path));

            Assert.True(
                said.All(line => line.Split(' ')[0] is "cadvisor_version_info" or "container_memory_failcnt"),
                $"{path}: {string.Join('\n', said)}"
            );
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The findings of <c>promtool check metrics</c>.</summary>
    private static async Task<string[]> CheckAsync(string page)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start)!;
        var findings = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(page);
        promtool.StandardInput.Close();
        return (await findings).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<JsonNode?[]> QueryAsync(ServingProgram prometheus, string query) =>
        [.. (await prometheus.GetAsync($"/api/v1/query?query={HttpUtility.UrlEncode(query)}"))["data"]!["result"]!.AsArray()];

    private static Task<JsonNode?[]> ShouldReturnAsync(ServingProgram prometheus, string query, Func<JsonNode?[], bool> isEnough)
    {
        JsonNode?[] found = [];
        return Loopback.UntilAsync(
            async () => found = await QueryAsync(prometheus, query),
            isEnough,
            () => $"{query} returned {new JsonArray([.. found.Select(one => one?.DeepClone())])}\n{prometheus.Output}"
        );
    }

    private static async Task ShouldFireAsync(ServingProgram prometheus, params string[] alerts)
    {
        IReadOnlySet<string> firing = new HashSet<string>();
        await Loopback.UntilAsync(
            async () => firing = await FiringAsync(prometheus),
            found => alerts.All(found.Contains),
            () => $"missing {string.Join(", ", alerts.Except(firing))}; firing {string.Join(", ", firing.Order(StringComparer.Ordinal))}"
        );
    }

    private static Task<IReadOnlySet<string>> ShouldBeQuietAsync(ServingProgram prometheus, string alert) =>
        Loopback.UntilAsync(() => FiringAsync(prometheus), firing => !firing.Contains(alert), () => $"{alert} keeps firing");

    /// <summary>The names of the firing alerts with what they are about.</summary>
    private static async Task<IReadOnlySet<string>> FiringAsync(ServingProgram prometheus) =>
        (await QueryAsync(prometheus, "ALERTS{alertstate='firing'}"))
            .Select(series => series!["metric"]!)
            .Select(labels => $"{labels["alertname"]} {labels["service"] ?? labels["node"]}".Trim())
            .ToHashSet(StringComparer.Ordinal);

    private Loopback DiscoveryByHttp()
    {
        var targets = new KubernetesTargets(shop.Cluster);
        return new Loopback(
            async (path, _) =>
            {
                var query = HttpUtility.ParseQueryString(new Uri($"http://localhost{path}").Query);
                return await targets.FindAsync(query["role"]!, query["namespace"], query["labels"]);
            }
        );
    }

    private Task<ServingProgram> StartPrometheusAsync(ConfigurationUnderTest configuration)
    {
        var port = Loopback.FreePort();
        return ServingProgram.StartAsync(
            "prometheus",
            $"http://127.0.0.1:{port}",
            "/-/ready",
            [
                $"--config.file={configuration.Save()}",
                $"--storage.tsdb.path={_folder}/data",
                $"--web.listen-address=127.0.0.1:{port}",
                "--enable-feature=expand-external-labels",
            ],
            _folder
        );
    }
}

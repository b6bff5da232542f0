using System.Text.Json.Nodes;
using System.Web;

namespace EndToEnd.Monitoring;

/// <summary>Prometheus, Alertmanager and vmagent run with the configuration that <c>infra up</c> deployed.</summary>
public sealed class MonitoringTests(MonitoredShop shop) : IClassFixture<MonitoredShop>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("infra-monitoring-").FullName;

    /// <summary>Debian's Prometheus is built without Kubernetes service discovery, so the test provides the targets over HTTP.</summary>
    [ToolFact("prometheus", "prometheus")]
    public async Task Prometheus_DiscoversExactlyTheDeclaredTargets()
    {
        await using var discovery = DiscoveryByHttp();
        var configuration = new ConfigurationUnderTest((await shop.FilesAsync("prometheus"))["prometheus.yaml"], _folder, shop.Cluster);
        configuration.DiscoverAt(discovery.Address);
        configuration.Evaluate(await shop.FilesAsync("prometheus-rules"));
        configuration.AlertAt($"127.0.0.1:{Loopback.FreePort()}");
        using var prometheus = await StartPrometheusAsync(configuration);

        await ShouldFindEveryTargetAsync(prometheus);

        var rules = await prometheus.GetAsync("/api/v1/rules");
        var deployed = await shop.FilesAsync("prometheus-rules");
        Assert.Equal(
            deployed.Keys.Select(Path.GetFileNameWithoutExtension).Order(),
            rules["data"]!["groups"]!.AsArray().Select(group => group!["name"]!.GetValue<string>()).Order()
        );
    }

    /// <summary>
    /// vmagent reads the same configuration and has Kubernetes service discovery: it lists and watches the simulated cluster.
    /// </summary>
    [ToolFact("vmagent", "victoria-metrics")]
    public async Task Vmagent_DiscoversTheSameTargets()
    {
        var configuration = new ConfigurationUnderTest((await shop.FilesAsync("prometheus"))["prometheus.yaml"], _folder, shop.Cluster);
        configuration.DiscoverIn(shop.Cluster);
        configuration.LeaveOutExternalLabels();
        var port = Loopback.FreePort();
        using var agent = await ServingProgram.StartAsync(
            "vmagent",
            $"http://127.0.0.1:{port}",
            "/health",
            [
                $"-promscrape.config={configuration.Save()}",
                "-promscrape.config.strictParse=false",
                $"-httpListenAddr=127.0.0.1:{port}",
                $"-remoteWrite.url=http://127.0.0.1:{Loopback.FreePort()}/",
                $"-remoteWrite.tmpDataPath={_folder}/agent",
            ],
            _folder
        );

        await ShouldFindEveryTargetAsync(agent);
    }

    /// <summary>
    /// No target can be scraped, so all heartbeats are lost: owners receive the alerts of their services, the default receiver all others.
    /// </summary>
    [ToolFact("prometheus-alertmanager", "prometheus-alertmanager")]
    public async Task AFiringAlert_ReachesItsOwner()
    {
        using var alertmanager = await StartAlertmanagerAsync();
        var configuration = new ConfigurationUnderTest((await shop.FilesAsync("prometheus"))["prometheus.yaml"], _folder, shop.Cluster);
        await using var discovery = DiscoveryByHttp();
        configuration.DiscoverAt(discovery.Address);
        configuration.Evaluate(await shop.FilesAsync("prometheus-rules"));
        configuration.AlertAt(alertmanager.Authority);
        using var prometheus = await StartPrometheusAsync(configuration);

        var toCheckout = await AlertsSentToAsync(
            "checkout",
            alerts => ServicesWithoutHeartbeat(alerts).Contains("orders"),
            () => prometheus.Output + alertmanager.Output
        );
        var toEverybody = await AlertsSentToAsync(
            "everything",
            alerts => ServicesWithoutHeartbeat(alerts).Contains("catalog"),
            () => prometheus.Output + alertmanager.Output
        );

        Assert.DoesNotContain("catalog", ServicesWithoutHeartbeat(toCheckout));
        Assert.DoesNotContain("orders", ServicesWithoutHeartbeat(toEverybody));
        var heartbeat = toCheckout.First(alert => Label(alert, "service") == "orders");
        Assert.Equal(
            ("critical", "dev", "team-checkout"),
            (Label(heartbeat, "severity"), Label(heartbeat, "stack"), Label(heartbeat, "owner"))
        );
        Assert.Equal("No pod of orders is ready.", heartbeat["annotations"]!["summary"]!.GetValue<string>());
        Assert.DoesNotContain(toCheckout.Concat(toEverybody), alert => Label(alert, "alertname") is "Watchdog" or "InfoInhibitor");
    }

    /// <summary>An alert for a node inhibits the alerts of its pods, and no others.</summary>
    [ToolFact("prometheus-alertmanager", "prometheus-alertmanager")]
    public async Task ANodeThatIsDown_InhibitsAlertsOfItsPods()
    {
        using var alertmanager = await StartAlertmanagerAsync();
        await alertmanager.PostAsync(
            "/api/v2/alerts",
            new JsonArray(
                Alert("KubeNodeNotReady", "warning", ("node", "node-1")),
                Alert("KubePodNotReady", "warning", ("node", "node-1"), ("namespace", "shop"), ("pod", "orders-1")),
                Alert("KubePodNotReady", "warning", ("node", "node-2"), ("namespace", "shop"), ("pod", "orders-2")),
                Alert("ServiceHeartbeatLost", "critical", ("namespace", "shop"), ("service", "orders")),
                Alert("ServiceSlow", "warning", ("namespace", "shop"), ("service", "orders")),
                Alert("ServiceSlow", "warning", ("namespace", "shop"), ("service", "catalog"))
            )
        );

        var silenced = await Loopback.UntilAsync(
            async () =>
                (await alertmanager.GetAsync("/api/v2/alerts"))
                    .AsArray()
                    .Where(alert => alert!["status"]!["state"]!.GetValue<string>() != "unprocessed")
                    .ToArray(),
            alerts => alerts.Length == 6,
            () => alertmanager.Output
        );

        Assert.Equal(
            ["KubePodNotReady orders-1", "ServiceSlow orders"],
            silenced
                .Where(alert => alert!["status"]!["inhibitedBy"]!.AsArray().Count > 0)
                .Select(alert => $"{Label(alert!, "alertname")} {Label(alert!, "pod") ?? Label(alert!, "service")}")
                .Order()
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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
                "--rules.alert.resend-delay=1s",
            ],
            _folder
        );
    }

    private async Task<ServingProgram> StartAlertmanagerAsync()
    {
        var file = Path.Combine(_folder, "alertmanager.yml");
        await File.WriteAllTextAsync(file, (await shop.SecretFilesAsync("alertmanager"))["alertmanager.yaml"]);
        var port = Loopback.FreePort();
        return await ServingProgram.StartAsync(
            "prometheus-alertmanager",
            $"http://127.0.0.1:{port}",
            "/-/ready",
            [
                $"--config.file={file}",
                $"--storage.path={_folder}/alertmanager",
                $"--web.listen-address=127.0.0.1:{port}",
                "--cluster.listen-address=",
            ],
            _folder
        );
    }

    private Task<JsonNode[]> AlertsSentToAsync(string receiver, Func<JsonNode[], bool> isEnough, Func<string> state) =>
        Loopback.UntilAsync(
            () => Task.FromResult(shop.AlertsSentTo(receiver).ToArray()),
            isEnough,
            () =>
                $"'{receiver}' received {string.Join(", ", shop.AlertsSentTo(receiver).Select(alert => Label(alert, "alertname")).Distinct())}\n{state()}"
        );

    private static IEnumerable<string?> ServicesWithoutHeartbeat(IEnumerable<JsonNode> alerts) =>
        alerts.Where(alert => Label(alert, "alertname") == "ServiceHeartbeatLost").Select(alert => Label(alert, "service")).Distinct();

    private static string? Label(JsonNode alert, string name) => alert["labels"]![name]?.GetValue<string>();

    private static JsonObject Alert(string name, string severity, params (string Name, string Value)[] labels) =>
        new()
        {
            ["labels"] = new JsonObject(
                labels
                    .Append(("alertname", name))
                    .Append(("severity", severity))
                    .Select(label => KeyValuePair.Create(label.Item1, (JsonNode?)label.Item2))
            ),
        };

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

    private async Task ShouldFindEveryTargetAsync(ServingProgram program)
    {
        IReadOnlyList<string> expected = [];
        IReadOnlyList<string> found = [];
        await Loopback.UntilAsync(
            FindAsync,
            targets => targets.SequenceEqual(expected),
            () =>
                $"expected\n{string.Join('\n', expected.Except(found))}\nfound\n{string.Join('\n', found.Except(expected))}\n{program.Output}"
        );

        async Task<IReadOnlyList<string>> FindAsync()
        {
            // Read each time: autoscalers change the number of pods.
            expected = await ExpectedTargets.ListAsync(shop.Cluster);
            return found = [
                .. (await program.GetAsync("/api/v1/targets?state=active"))["data"]!["activeTargets"]!
                    .AsArray()
                    .Select(target => ExpectedTargets.Written(target!))
                    .Order(StringComparer.Ordinal),
            ];
        }
    }
}

using System.Text.Json.Nodes;

namespace EndToEnd.Monitoring;

/// <summary>The scrape targets expected for a shop, derived from the cluster's objects and the catalogue.</summary>
internal static class ExpectedTargets
{
    private const string Monitoring = "shop-monitoring";
    private const string Agents = "shop-monitoring-agents";

    /// <summary>Each target's address and labels.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(ClusterAccess cluster)
    {
        var targets = new List<string>();
        foreach (
            var (job, port) in ((string, int)[])
                [
                    ("prometheus", 9090),
                    ("alertmanager", 9093),
                    ("kube-state-metrics", 8080),
                    ("kube-state-metrics", 8081),
                    ("loki", 3100),
                    ("grafana", 3000),
                    ("blackbox", 9115),
                ]
        )
        {
            targets.AddRange(await PodsAsync(Monitoring, job, job, port, "/metrics"));
        }

        targets.AddRange(await PodsAsync(Agents, "node-exporter", "node-exporter", 9100, "/metrics", pod => ("instance", Node(pod))));
        targets.AddRange(await PodsAsync(Agents, "fluent-bit", "fluent-bit", 2020, "/api/v2/metrics/prometheus"));
        targets.AddRange(await PodsAsync("shop", "load-balancer", "load-balancer", 8404, "/metrics", _ => ("service", "load-balancer")));
        foreach (var service in new[] { "gateway", "orders", "notifications" })
        {
            targets.AddRange(
                await PodsAsync(
                    "shop",
                    service,
                    $"service/{service}",
                    9090,
                    "/metrics",
                    _ => ("service", service),
                    pod => ("version", pod["metadata"]!["labels"]!["app.kubernetes.io/version"]!.GetValue<string>())
                )
            );
        }

        targets.AddRange(await PodsAsync("shop", "orders-db-exporter", "store/orders-db", 9187, "/metrics", _ => ("store", "orders-db")));
        targets.AddRange(await PodsAsync("shop", "queue", "store/queue", 15692, "/metrics", _ => ("store", "queue")));
        foreach (var node in await cluster.ListAsync("/api/v1/nodes"))
        {
            var name = node["metadata"]!["name"]!.GetValue<string>();
            var internalIp = node["status"]!["addresses"]!.AsArray().First(entry => entry!["type"]!.GetValue<string>() == "InternalIP")!;
            var address = $"{internalIp["address"]}:10250";
            targets.Add(Written($"https://{address}/metrics", [("job", "kubelet"), ("instance", name), ("node", name)]));
            targets.Add(Written($"https://{address}/metrics/cadvisor", [("job", "cadvisor"), ("instance", name), ("node", name)]));
        }

        var kubernetes = (await cluster.GetAsync("/api/v1/namespaces/default/endpoints/kubernetes"))["subsets"]![0]!;
        var server = $"{kubernetes["addresses"]![0]!["ip"]}:{kubernetes["ports"]![0]!["port"]}";
        targets.Add(Written($"https://{server}/metrics", [("job", "apiserver"), ("instance", server)]));
        foreach (var (host, service) in new[] { ("shop.localhost", "gateway"), ("catalog.localhost", "catalog") })
        {
            targets.Add(
                Written(
                    $"http://blackbox.{Monitoring}.svc:9115/probe?module=https&target=https%3A%2F%2F{host}",
                    [("job", "probe"), ("instance", $"https://{host}"), ("service", service), ("namespace", "shop")]
                )
            );
        }

        targets.Sort(StringComparer.Ordinal);
        return targets;

        async Task<IEnumerable<string>> PodsAsync(
            string inNamespace,
            string name,
            string job,
            int port,
            string path,
            params Func<JsonNode, (string Name, string Value)>[] more
        )
        {
            var pods = await cluster.ListAsync($"/api/v1/namespaces/{inNamespace}/pods", $"app.kubernetes.io/name={name}");
            Assert.NotEmpty(pods);
            return pods.Where(pod => pod["status"]?["podIP"] is not null)
                .Select(pod =>
                {
                    var address = $"{pod["status"]!["podIP"]!.GetValue<string>()}:{port}";
                    var labels = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["job"] = job,
                        ["instance"] = address,
                        ["namespace"] = inNamespace,
                        ["pod"] = pod["metadata"]!["name"]!.GetValue<string>(),
                        ["node"] = Node(pod),
                    };
                    foreach (var label in more)
                    {
                        labels[label(pod).Name] = label(pod).Value;
                    }

                    return Written($"http://{address}{path}", labels.Select(label => (label.Key, label.Value)));
                });
        }
    }

    /// <summary>Formats a target that the program under test reports.</summary>
    public static string Written(JsonNode target) =>
        Written(
            target["scrapeUrl"]!.GetValue<string>(),
            target["labels"]!.AsObject().Select(label => (label.Key, label.Value!.GetValue<string>()))
        );

    private static string Written(string url, IEnumerable<(string Name, string Value)> labels)
    {
        var texts = labels.OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => $"{label.Name}={label.Value}");
        return $"{url} {string.Join(' ', texts)}";
    }

    private static string Node(JsonNode pod) => pod["spec"]!["nodeName"]!.GetValue<string>();
}

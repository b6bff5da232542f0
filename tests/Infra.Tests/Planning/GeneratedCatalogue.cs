namespace Infra.Tests.Planning;

/// <summary>Catalogues of random services whose names are those of objects that other services may have.</summary>
internal static class GeneratedCatalogue
{
    public static readonly string[] Backends = ["services", "haproxy", "{backend: gatewayApi, gatewayClass: envoy}", "ingress"];

    private const string LoadBalancer = "load-balancer";

    private static readonly string[] Kinds = ["service", "service", "service", "worker", "stateful", "daemon", "job", "cron"];

    private static readonly string[] Names =
    [
        "web",
        "backup",
        "web-pods",
        "backup-pods",
        "web-files",
        "web-min",
        "web-min-night",
        "web-data",
        "web-stable",
        "web-metrics",
        "web-canary-pods",
        "load-balancer-files",
        LoadBalancer,
    ];

    /// <summary>Writes a stack whose settings are valid, apart from names of objects that may collide.</summary>
    public static string Write(string backend, Random random)
    {
        // With HAProxy the name of its workload is reserved.
        string[] possible = [.. Names.Where(name => backend != "haproxy" || name != LoadBalancer)];
        var names = possible[..random.Next(2, possible.Length + 1)];
        random.Shuffle(names);
        var kinds = names[..Math.Min(names.Length, 4)]
            .ToDictionary(name => name, _ => Kinds[random.Next(Kinds.Length)], StringComparer.Ordinal);
        var answering = kinds.FirstOrDefault(service => service.Value is "service" or "stateful").Key;
        var balancer = backend == "ingress" && answering is not null ? $"{{backend: ingress, defaultBackend: {answering}}}" : backend;
        var services = kinds.Select(service => $"  {service.Key}: {{{string.Join(", ", Settings(service.Key, kinds, backend, random))}}}");
        return $$$$"""
            name: shop
            sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
            access: {deployers: [team]}
            loadBalancing: {{{{balancer}}}}
            monitoring: {parts: {alertmanager: false, kubeStateMetrics: false, nodeExporter: false, grafana: false, logs: false, blackbox: false, metricsAdapter: false}}
            services:
            {{{{string.Join('\n', services)}}}}
            {{{{(random.Next(3) == 0 ? "volumes: {web-data: {size: 1Gi}}" : "")}}}}
            """;
    }

    private static IEnumerable<string> Settings(string name, Dictionary<string, string> kinds, string backend, Random random)
    {
        var kind = kinds[name];
        yield return "image: \"a:1\"";
        yield return $"kind: {kind}";
        if (kind is "service" or "stateful")
        {
            yield return "port: 80";
        }

        if (kind == "cron")
        {
            yield return "schedule: \"@daily\"";
        }

        if (Chance())
        {
            yield return Chance() ? "env: {A: b}" : "env: {A: b, C: {value: d, secret: true}}";
        }

        if (Chance())
        {
            yield return Chance() ? "files: {/etc/a: b}" : "files: {/etc/a: b, /etc/c: {content: d, secret: true}}";
        }

        if (Chance())
        {
            yield return "volumes: {data: {mount: /data, kind: persistent, size: 1Gi, access: readWriteMany}}";
        }

        if (kind is "service" or "worker" && Chance())
        {
            yield return "scaling: {max: 6, schedule: {night: {cron: \"0 1 * * *\", min: 1}}}";
        }

        if (kind is "service" or "worker" or "stateful" or "daemon" && Chance())
        {
            yield return "metrics: {port: 9090}";
        }

        if (kind == "service" && Chance())
        {
            yield return "versions: {canary: {tag: \"2\", weight: 20}}";
        }

        if (kind == "stateful" && Chance())
        {
            yield return $"traffic: {{services: {{{(Chance() ? $"{name}-min" : "web-stable")}: {{expose: loadBalancer}}}}}}";
        }

        if (kind == "service" && Chance())
        {
            var failover = kinds.FirstOrDefault(other => other.Key != name && other.Value == "service").Key;
            var hasFailover = backend == "haproxy" && failover is not null && Chance();
            var expose = Chance() ? ", expose: loadBalancer" : "";
            yield return $"traffic: {{hosts: [{name}.example.com]{expose}{(hasFailover ? $", failover: {failover}" : "")}}}";
        }

        bool Chance() => random.Next(2) == 0;
    }
}

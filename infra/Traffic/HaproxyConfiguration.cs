using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Infra.Resilience;
using Infra.Settings;
using Infra.Settings.Values;
using Infra.Workloads;

namespace Infra.Traffic;

/// <summary>HAProxy's configuration for the services of a catalogue that have hosts.</summary>
/// <param name="Services">The services that have hosts, with their pods' addresses behind a headless Service for each version.</param>
/// <param name="Backups">The services that stand in for these, by name.</param>
/// <param name="Port">Where HAProxy listens.</param>
/// <param name="Certificate">The file with the certificate, its key beside it; null for plain HTTP.</param>
/// <param name="Grace">How long requests that are under way may still take when HAProxy ends.</param>
internal sealed record HaproxyConfiguration(ImmutableArray<ServiceSpec> Services, IReadOnlyDictionary<string, ServiceSpec> Backups, int Port, string? Certificate, TimeSpan Grace)
{
    /// <summary>Answers 200 as long as HAProxy itself is well.</summary>
    public const string HealthPath = "/.load-balancer/health";

    /// <summary>Where Prometheus finds HAProxy's metrics.</summary>
    public const int MetricsPort = 8404;

    private const int DefaultRetries = 2;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public string Write()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            global
              log stdout format raw local0 info
              hard-stop-after {Time(Grace)}
              ssl-load-extra-del-ext
              ssl-default-bind-options ssl-min-ver TLSv1.2

            defaults
              mode http
              log global
              option httplog
              option dontlognull
              option redispatch 1
              timeout connect 2s
              timeout client 60s
              timeout http-request 10s
              timeout http-keep-alive 60s
              timeout queue 10s
              timeout tunnel 1h

            resolvers cluster
              parse-resolv-conf
              hold valid 5s
              hold nx 5s
              hold obsolete 5s

            frontend metrics
              bind :{MetricsPort}
              option dontlog-normal
              http-request use-service prometheus-exporter if {"{ path /metrics }"}
              http-request return status 404

            frontend public
              bind :{Port}{(Certificate is null ? "" : $" ssl crt {Certificate} alpn h2,http/1.1")}
              monitor-uri {HealthPath}
              http-request set-header X-Forwarded-Proto {(Certificate is null ? "http" : "https")}
              option forwardfor

            """);
        foreach (var (host, path, service) in Routes())
        {
            text.Append(CultureInfo.InvariantCulture, $"  use_backend {service} if {HostIs(host)}{PathIsUnder(path)}\n");
        }

        text.Append("  default_backend nobody\n\nbackend nobody\n  http-request return status 404 content-type text/plain string \"No service answers to this host and path.\"\n");
        foreach (var service in Services)
        {
            AppendBackend(text, service);
        }

        return text.ToString();
    }

    /// <summary>The longest path first, and hosts outright before wildcards, because the first rule that matches wins.</summary>
    private IEnumerable<(string Host, string Path, string Service)> Routes() =>
        from service in Services
        from host in service.Traffic!.Settings.Hosts
        from path in service.Traffic!.Settings.Paths.DefaultIfEmpty("/")
        orderby host.StartsWith('*'), path.Length descending, host.Length descending, host
        select (host, path, service.Name);

    private static string HostIs(string host) => host.StartsWith("*.", StringComparison.Ordinal)
        ? $"{{ req.hdr(host),host_only -i -m end {host[1..]} }}"
        : $"{{ req.hdr(host),host_only -i {host} }}";

    /// <summary><c>/api</c> itself and what lies below it, but not <c>/apis</c>.</summary>
    private static string PathIsUnder(string path)
    {
        var prefix = path.TrimEnd('/');
        return prefix.Length == 0 ? "" : $" {{ path -m dir {prefix} }}";
    }

    private void AppendBackend(StringBuilder text, ServiceSpec service)
    {
        var settings = service.Traffic!.Settings;
        var pace = service.Health?.Readiness is { } readiness ? readiness.Pace : Heartbeat.DetectingWithin(DefaultTimeout);
        text.Append(CultureInfo.InvariantCulture, $"""

            backend {service.Name}
              balance {Algorithm(settings.Algorithm)}
              timeout server {Time(settings.Timeout ?? DefaultTimeout)}
              timeout check {Time(pace.Timeout)}
              retries {settings.Retries ?? DefaultRetries}
              retry-on conn-failure empty-response response-timeout 503

            """);
        AppendHealthCheck(text, service);
        foreach (var servers in HaproxyServers.Of(service))
        {
            AppendServers(text, service, servers, pace);
        }

        if (settings.Failover is { } backup)
        {
            text.Append("  option allbackups\n");
            AppendServers(text, service, HaproxyServers.StandingInFrom(Backups[backup]), pace);
        }
    }

    /// <summary>
    /// A slot for each pod there can be, filled from DNS: also for those that a rolling update adds for a while. The pods of one version weigh the same.
    /// </summary>
    private static void AppendServers(StringBuilder text, ServiceSpec service, HaproxyServers servers, Heartbeat pace)
    {
        var (traffic, settings) = (service.Traffic!, service.Traffic!.Settings);
        text.Append(CultureInfo.InvariantCulture, $"  server-template {servers.Prefix} {servers.Slots} {ServiceEndpoint.PodsOf(servers.Workload)}.{service.System.Namespace}.svc.cluster.local:{servers.Port} resolvers cluster init-addr none check inter {Time(pace.Period)} rise 2 fall {pace.Failures}");
        text.Append(traffic.Protocol is Protocol.Grpc or Protocol.Http2 ? " proto h2" : "");
        text.Append(servers.Weight is { } weight ? string.Create(CultureInfo.InvariantCulture, $" weight {weight}") : "");
        text.Append(settings.MaxConnections is { } most ? string.Create(CultureInfo.InvariantCulture, $" maxconn {most}") : "");
        text.Append(settings.EjectAfter is { } errors ? string.Create(CultureInfo.InvariantCulture, $" observe layer7 error-limit {errors} on-error mark-down") : "");
        text.Append(servers.IsBackup ? " backup\n" : "\n");
    }

    private static void AppendHealthCheck(StringBuilder text, ServiceSpec service)
    {
        if (service.Health?.Readiness is { Kind: ProbeKind.Http, Path: { } path } && service.Traffic!.Protocol == Protocol.Http)
        {
            text.Append(CultureInfo.InvariantCulture, $"  option httpchk\n  http-check send meth GET uri {path} ver HTTP/1.1 hdr Host {service.Name}\n  http-check expect status 200-399\n");
        }
    }

    private static string Algorithm(BalancingAlgorithm? algorithm) => algorithm switch
    {
        BalancingAlgorithm.Random => "random",
        BalancingAlgorithm.LeastRequest => "leastconn",
        BalancingAlgorithm.ClientIp => "source\n  hash-type consistent",
        _ => "roundrobin",
    };

    private static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}

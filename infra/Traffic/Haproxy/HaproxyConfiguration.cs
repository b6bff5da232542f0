using System.Collections.Immutable;
using Infra.Backend.Workloads;

namespace Infra.Backend.Traffic.Haproxy;

/// <summary>HAProxy's configuration for the services of a catalogue that have hosts.</summary>
internal sealed record HaproxyConfiguration
{
    /// <summary>Answers 200 as long as HAProxy itself is well.</summary>
    public const string HealthPath = "/.load-balancer/health";

    /// <summary>Where Prometheus finds HAProxy's metrics.</summary>
    public const int MetricsPort = 8404;

    /// <summary>The services that have hosts, with their pods' addresses behind a headless Service for each version.</summary>
    public required ImmutableArray<ServiceSpec> Services { get; init; }

    /// <summary>The services that stand in for these, by name.</summary>
    public required IReadOnlyDictionary<string, ServiceSpec> Backups { get; init; }

    /// <summary>Where HAProxy listens.</summary>
    public required int Port { get; init; }

    /// <summary>The file with the certificate, its key beside it; null for plain HTTP.</summary>
    public required string? Certificate { get; init; }

    /// <summary>How long requests that are under way may still take when HAProxy ends.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>How often a request is tried again where its service does not say.</summary>
    public required int Retries { get; init; }

    public string Write() => string.Join("\n\n", [Globals(), .. Frontends(), .. Backends().Select(lines => string.Join('\n', lines))]) + "\n";

    /// <summary>
    /// What the DNS no longer names is gone after a few seconds; that the DNS itself does not answer says nothing about pods, whose checks go on.
    /// An answer may be as large as UDP allows, or it would name some twenty pods at most.
    /// </summary>
    private string Globals() => $"""
        global
          log stdout format raw local0 info
          hard-stop-after {HaproxyText.Of(Grace)}
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
          accepted_payload_size 8192
          hold valid 5s
          hold nx 5s
          hold obsolete 5s
          hold timeout 1h
          hold refused 1h
          hold other 1h
        """;

    private IEnumerable<string> Frontends()
    {
        yield return $$"""
            frontend metrics
              bind :{{MetricsPort}}
              option dontlog-normal
              http-request use-service prometheus-exporter if { path /metrics }
              http-request return status 404
            """;
        var (certificate, scheme) = Certificate is null ? ("", "http") : ($" ssl crt {Certificate} alpn h2,http/1.1", "https");

        // What may have been done already is not done twice: of other methods only what reached no pod is tried again.
        yield return string.Join(
            '\n',
            [
                $$"""
                frontend public
                  bind :{{Port}}{{certificate}}
                  monitor-uri {{HealthPath}}
                  option forwardfor
                  http-request set-header X-Forwarded-Proto {{scheme}}
                  http-request disable-l7-retry unless { method GET HEAD OPTIONS PUT DELETE TRACE }
                """,
                .. HaproxyRouting.Lines(Services, Backups),
                "  default_backend _nobody",
            ]);
    }

    private IEnumerable<IEnumerable<string>> Backends()
    {
        yield return ["backend _nobody", "  http-request return status 404 content-type text/plain string \"No service answers to this host and path.\""];
        ImmutableArray<HaproxyBackend> backends = [.. Services.SelectMany(service => HaproxyBackend.Of(service, Backups))];
        if (backends.Length > Services.Length)
        {
            yield return [$"backend {HaproxyRouting.Turns}", $"  stick-table type string len 63 size {Services.Length} store gpc0"];
        }

        foreach (var backend in backends.Concat(Services.Select(service => HaproxyBackend.LastResortOf(service, Backups)).OfType<HaproxyBackend>()))
        {
            yield return backend.Lines(Retries);
        }
    }
}

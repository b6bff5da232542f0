using System.Collections.Immutable;

namespace Infra.Backend.Planning.Haproxy;

/// <summary>HAProxy's configuration file for the services that have hosts.</summary>
internal sealed record HaproxyConfiguration
{
    /// <summary>The path at which HAProxy answers 200 itself.</summary>
    public const string HealthPath = "/.load-balancer/health";

    /// <summary>The port of HAProxy's metrics.</summary>
    public const int MetricsPort = 8404;

    /// <summary>The services that have hosts. Each of their versions needs a headless Service.</summary>
    public required ImmutableArray<ServicePlan> Services { get; init; }

    /// <summary>By name, at least the failover services of these services.</summary>
    public required IReadOnlyDictionary<string, ServicePlan> Backups { get; init; }

    /// <summary>The port for requests.</summary>
    public required int Port { get; init; }

    /// <summary>The path of the certificate, whose key is in the same folder; null for plain HTTP.</summary>
    public required string? Certificate { get; init; }

    /// <summary>How long open requests may take after HAProxy receives the stop signal.</summary>
    public required TimeSpan Grace { get; init; }

    public string Write()
    {
        var backends = Backends().Select(lines => string.Join('\n', lines));
        return string.Join("\n\n", [Globals(), .. Frontends(), .. backends]) + "\n";
    }

    /// <summary>
    /// A pod that DNS no longer lists is removed after five seconds. While DNS does not answer at all, the pods are kept and checked. Large
    /// UDP answers are accepted, because small ones hold about twenty addresses only.
    /// </summary>
    private string Globals() =>
        $"""
            global
              log stdout format raw local0 info
              hard-stop-after {HaproxyText.Format(Grace)}
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

        // Methods that are not idempotent are retried only if no connection to a pod was made.
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
            ]
        );
    }

    private IEnumerable<IEnumerable<string>> Backends()
    {
        yield return
        [
            "backend _nobody",
            "  http-request return status 404 content-type text/plain string \"No service answers to this host and path.\"",
        ];
        ImmutableArray<HaproxyBackend> backends = [.. Services.SelectMany(service => HaproxyBackend.Create(service, Backups))];
        if (backends.Length > Services.Length)
        {
            yield return [$"backend {HaproxyRouting.RotationTable}", $"  stick-table type string len 63 size {Services.Length} store gpc0"];
        }

        var failovers = Services.Select(service => HaproxyBackend.CreateFailover(service, Backups)).OfType<HaproxyBackend>();
        foreach (var backend in backends.Concat(failovers))
        {
            yield return backend.Lines();
        }
    }
}

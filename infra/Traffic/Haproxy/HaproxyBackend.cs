using System.Collections.Immutable;
using Infra.Backend.Resilience;
using Infra.Backend.Settings;
using Infra.Backend.Workloads;

namespace Infra.Backend.Traffic.Haproxy;

/// <summary>
/// A backend of HAProxy: a service, or one version of it. HAProxy weighs servers one by one, which would give a version more the more pods it has; with a backend for
/// each, the weights hold whatever their numbers of pods.
/// </summary>
/// <param name="Name">Unlike the name of any other: services have no dots in theirs, versions no underscores.</param>
/// <param name="Service">How it answers.</param>
/// <param name="Servers">Who answers.</param>
/// <param name="Backup">Who answers while none of them can.</param>
internal sealed record HaproxyBackend(string Name, ServiceSpec Service, HaproxyServers Servers, HaproxyServers? Backup)
{
    /// <summary>How long an answer may take where nobody says.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How many answered checks in a row bring a pod back.</summary>
    public const int Rise = 2;

    private const int StickyClients = 100_000;

    /// <summary>Those among which the requests to a service are shared out.</summary>
    public static ImmutableArray<HaproxyBackend> Of(ServiceSpec service, IReadOnlyDictionary<string, ServiceSpec> backups)
    {
        var servers = HaproxyServers.Of(service);
        return servers is [var only]
            ? [new HaproxyBackend(service.Name, service, only, BackupOf(service, backups))]
            : [.. servers.Select(version => new HaproxyBackend($"{service.Name}.{version.Prefix}", service, version, null))];
    }

    /// <summary>Where the requests go while no version can answer; null where nobody stands in, and where it is the one backend that knows its backup itself.</summary>
    public static HaproxyBackend? LastResortOf(ServiceSpec service, IReadOnlyDictionary<string, ServiceSpec> backups) =>
        HaproxyServers.Of(service).Length > 1 && BackupOf(service, backups) is { } backup ? new HaproxyBackend($"{service.Name}._failover", service, backup, null) : null;

    /// <param name="retries">How often a request that reached no pod is tried again where the service does not say.</param>
    public IEnumerable<string> Lines(int retries)
    {
        var settings = Service.Traffic!.Settings;
        var pace = PaceOf(Service);
        yield return $"backend {Name}";
        foreach (var line in BalanceLines(settings))
        {
            yield return line;
        }

        yield return $"  timeout server {HaproxyText.Of(settings.Timeout ?? DefaultTimeout)}";
        yield return $"  timeout check {HaproxyText.Of(pace.Timeout)}";
        yield return $"  retries {settings.Retries ?? retries}";
        yield return "  retry-on conn-failure empty-response response-timeout 503";
        if (SpeaksHttp2)
        {
            // HTTP/2 names the scheme, and servers refuse one that is not that of the connection: the way from here to the pods has no TLS, whatever the client's had.
            yield return "  http-request set-uri http://%[req.hdr(host)]%[pathq]";
        }

        foreach (var line in HealthCheckLines())
        {
            yield return line;
        }

        yield return ServerLine(Servers, pace);
        if (Backup is { } backup)
        {
            yield return "  option allbackups";
            yield return $"{ServerLine(backup, pace)} backup";
        }
    }

    /// <summary>How often the pods of a service are checked: as often as Kubernetes asks for their readiness.</summary>
    public static Heartbeat PaceOf(ServiceSpec service) => service.Health?.Readiness is { } readiness ? readiness.Pace : Heartbeat.DetectingWithin(DefaultTimeout);

    private static HaproxyServers? BackupOf(ServiceSpec service, IReadOnlyDictionary<string, ServiceSpec> backups) =>
        service.Traffic!.Settings.Failover is { } other ? HaproxyServers.StandingInFrom(backups[other]) : null;

    /// <summary>All HAProxies find the same pod for a client, because they find it by its address; what they remember of it is each one's own, and outlives changes of the number of pods.</summary>
    private static IEnumerable<string> BalanceLines(TrafficSettings settings)
    {
        if (settings.Algorithm != BalancingAlgorithm.ClientIp)
        {
            yield return $"  balance {Algorithm(settings.Algorithm)}";
            yield break;
        }

        yield return "  balance source";
        yield return "  hash-type consistent";
        if (settings.StickyFor is { } time)
        {
            yield return $"  stick-table type ip size {StickyClients} expire {HaproxyText.Of(time)} srvkey addr";
            yield return "  stick on src";
        }
    }

    private IEnumerable<string> HealthCheckLines()
    {
        if (Service.Health?.Readiness is { Kind: ProbeKind.Http, Path: { } path })
        {
            yield return "  option httpchk";
            yield return SpeaksHttp2
                ? $"  http-check send meth GET uri {HaproxyText.Word($"http://{Service.Name}{path}")} ver HTTP/2"
                : $"  http-check send meth GET uri {HaproxyText.Word(path)} ver HTTP/1.1 hdr Host {Service.Name}";
            yield return "  http-check expect status 200-399";
        }
    }

    private bool SpeaksHttp2 => Service.Traffic!.Protocol is Protocol.Grpc or Protocol.Http2;

    /// <summary>A slot for each pod there can be, filled from the DNS.</summary>
    private string ServerLine(HaproxyServers servers, Heartbeat pace)
    {
        var settings = Service.Traffic!.Settings;
        return $"  server-template {servers.Prefix} {servers.Slots} {ServiceEndpoint.PodsOf(servers.Workload)}.{Service.System.Namespace}.svc.cluster.local:{servers.Port} resolvers cluster resolve-prefer ipv4 init-addr none"
            + $" check inter {HaproxyText.Of(pace.Period)} rise {Rise} fall {pace.Failures}"
            + (SpeaksHttp2 ? " proto h2" : "")
            + (settings.MaxConnections is { } most ? $" maxconn {most}" : "")
            + (settings.EjectAfter is { } errors ? $" observe layer7 error-limit {errors} on-error mark-down" : "");
    }

    private static string Algorithm(BalancingAlgorithm? algorithm) => algorithm switch
    {
        BalancingAlgorithm.Random => "random",
        BalancingAlgorithm.LeastRequest => "leastconn",
        _ => "roundrobin",
    };
}

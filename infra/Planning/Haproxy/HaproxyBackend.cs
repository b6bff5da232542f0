using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Haproxy;

/// <summary>
/// A backend section: a service, or one of its versions. HAProxy weighs single servers, so a version would receive more requests the more
/// pods it has; with a backend for each version the weights hold for any number of pods.
/// </summary>
/// <param name="Name">A unique name: services have no dots in theirs, versions no underscores.</param>
/// <param name="Service">The service, for its traffic settings.</param>
/// <param name="Servers">The pods that answer.</param>
/// <param name="Backup">The pods that answer while none of the others can; null if there are none.</param>
internal sealed record HaproxyBackend(string Name, ServicePlan Service, HaproxyServers Servers, HaproxyServers? Backup)
{
    /// <summary>The timeout of a request where the service sets none.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private const int Rise = 2;

    private const int StickTableSize = 100_000;

    private bool UsesHttp2 => Service.Traffic!.Protocol is Protocol.Grpc or Protocol.Http2;

    /// <summary>Creates the backends that share the requests of a service.</summary>
    public static ImmutableArray<HaproxyBackend> Create(ServicePlan service, IReadOnlyDictionary<string, ServicePlan> backups)
    {
        var servers = HaproxyServers.Create(service);
        return servers is [var only]
            ? [new HaproxyBackend(service.Name, service, only, FindBackup(service, backups))]
            : [.. servers.Select(version => new HaproxyBackend($"{service.Name}.{version.Prefix}", service, version, null))];
    }

    /// <summary>
    /// Creates the backend for requests while no version of a service can answer; null if the service has no failover, or has one backend
    /// only, which includes the backup servers itself.
    /// </summary>
    public static HaproxyBackend? CreateFailover(ServicePlan service, IReadOnlyDictionary<string, ServicePlan> backups) =>
        HaproxyServers.Create(service).Length > 1 && FindBackup(service, backups) is { } backup
            ? new HaproxyBackend($"{service.Name}._failover", service, backup, null)
            : null;

    /// <summary>The timing of the checks of a service's pods: that of their readiness probe, if they have one.</summary>
    public static ProbeTiming CheckTiming(ServicePlan service) =>
        service.Health?.Readiness is { } readiness ? readiness.Timing : ProbeTiming.DetectWithin(DefaultTimeout);

    /// <summary>How many successful checks in a row make a pod of a service available again.</summary>
    public static int CheckRise(ServicePlan service) => service.Health?.Readiness?.Successes ?? Rise;

    public IEnumerable<string> Lines()
    {
        var settings = Service.Traffic!.Settings;
        var timing = CheckTiming(Service);
        yield return $"backend {Name}";
        foreach (var line in BalanceLines(settings))
        {
            yield return line;
        }

        yield return $"  timeout server {HaproxyText.Format(Service.Traffic.Timeout!.Value)}";
        yield return $"  timeout check {HaproxyText.Format(timing.Timeout)}";
        yield return $"  retries {Service.Traffic.Retries}";
        yield return "  retry-on conn-failure empty-response response-timeout 503";
        if (UsesHttp2)
        {
            // HTTP/2 requests name their scheme, and servers reject one that is not their connection's: pods are reached without TLS even
            // if the client used it.
            yield return "  http-request set-uri http://%[req.hdr(host)]%[pathq]";
        }

        foreach (var line in HealthCheckLines())
        {
            yield return line;
        }

        yield return ServerLine(Servers, timing);
        if (Backup is { } backup)
        {
            yield return "  option allbackups";
            yield return $"{ServerLine(backup, timing)} backup";
        }
    }

    private static HaproxyServers? FindBackup(ServicePlan service, IReadOnlyDictionary<string, ServicePlan> backups) =>
        service.Traffic!.Settings.Failover is { } other ? HaproxyServers.CreateBackup(backups[other]) : null;

    /// <summary>
    /// All HAProxies choose the same pod for a client because they hash its address. The stick table is each HAProxy's own; it keeps a
    /// client's pod when the number of pods changes.
    /// </summary>
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
            yield return $"  stick-table type ip size {StickTableSize} expire {HaproxyText.Format(time)} srvkey addr";
            yield return "  stick on src";
        }
    }

    private IEnumerable<string> HealthCheckLines()
    {
        if (HaproxyServers.FindCheck(Service) is not { Path: { } path } probe)
        {
            yield break;
        }

        var host = probe.Headers.FirstOrDefault(header => IsHost(header.Key)).Value ?? Service.Name;
        var headers = string.Concat(
            probe
                .Headers.Where(header => !IsHost(header.Key))
                .Select(header => $" hdr {header.Key} {HaproxyText.QuoteFormat(header.Value)}")
        );
        var isHttp2 = probe.Port!.Protocol is Protocol.Grpc or Protocol.Http2;
        yield return "  option httpchk";
        yield return isHttp2
            ? $"  http-check send meth GET uri {HaproxyText.Quote($"http://{host}{path}")} ver HTTP/2{headers}"
            : $"  http-check send meth GET uri {HaproxyText.Quote(path)} ver HTTP/1.1 hdr Host {HaproxyText.QuoteFormat(host)}{headers}";
        yield return "  http-check expect status 200-399";

        static bool IsHost(string header) => header.Equals("Host", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// A slot for each pod, filled from DNS. HAProxy's resolver applies no search domains, so the name must be fully qualified.
    /// </summary>
    private string ServerLine(HaproxyServers servers, ProbeTiming timing)
    {
        var settings = Service.Traffic!.Settings;
        var address = $"{Service.System.DnsName(DerivedNames.PodService(servers.Workload))}:{servers.Port}";
        return $"  server-template {servers.Prefix} {servers.Slots} {address} resolvers cluster resolve-prefer ipv4 init-addr none"
            + $" check inter {HaproxyText.Format(timing.Period)} rise {CheckRise(Service)} fall {timing.FailureThreshold}"
            + servers.CheckOptions
            + (UsesHttp2 ? " proto h2" : "")
            + (settings.MaxConnections is { } maximum ? $" maxconn {maximum}" : "")
            + (settings.EjectAfter is { } errors ? $" observe layer7 error-limit {errors} on-error mark-down" : "");
    }

    private static string Algorithm(BalancingAlgorithm? algorithm) =>
        algorithm switch
        {
            BalancingAlgorithm.Random => "random",
            BalancingAlgorithm.LeastRequest => "leastconn",
            _ => "roundrobin",
        };
}

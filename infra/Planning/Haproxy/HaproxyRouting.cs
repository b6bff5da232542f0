using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Haproxy;

/// <summary>Chooses the service of a request and the version that answers it.</summary>
internal static class HaproxyRouting
{
    /// <summary>The stick table that counts the requests to each service with versions.</summary>
    public const string RotationTable = "_turns";

    /// <summary>
    /// The rules of the frontend, in the order HAProxy requires: those that set variables, then those that choose a backend.
    /// </summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<ServicePlan> services, IReadOnlyDictionary<string, ServicePlan> backups)
    {
        var routes = Routes(services)
            .Select(route =>
                $"  http-request set-var(txn.service) str({route.Service}) if !{{ var(txn.service) -m found }} {HostIs(route.Host)}{MatchPath(route.Path, route.Type)}"
            );
        return
        [
            .. routes,
            .. services.SelectMany(service => RotationLines(service, backups)),
            .. services.SelectMany(service => BackendLines(service, backups)),
        ];
    }

    /// <summary>
    /// Sorted by precedence, because the first matching rule applies: exact hosts before wildcards, longer paths before shorter ones, exact
    /// paths before prefixes.
    /// </summary>
    private static IEnumerable<(string Host, string Path, PathType Type, string Service)> Routes(IEnumerable<ServicePlan> services) =>
        from service in services
        from host in service.Traffic!.Settings.Hosts
        from path in service.Traffic!.Settings.Paths.DefaultIfEmpty("/")
        let type = service.Traffic!.Settings.PathType
        orderby host.StartsWith('*'), path.Length descending, type != PathType.Exact, host.Length descending, host
        select (host, path, type, service.Name);

    private static string HostIs(string host) =>
        host.StartsWith("*.", StringComparison.Ordinal)
            ? $"{{ req.hdr(host),host_only -i -m end {host[1..]} }}"
            : $"{{ req.hdr(host),host_only -i {host} }}";

    /// <summary>Matches <c>/api</c> and, for a prefix, <c>/api/orders</c>, but not <c>/apis</c>.</summary>
    private static string MatchPath(string path, PathType type)
    {
        if (type == PathType.Exact)
        {
            return $" {{ path {HaproxyText.Quote(path)} }}";
        }

        var prefix = path.TrimEnd('/');
        return prefix.Length == 0 ? "" : $" {{ path -m dir {HaproxyText.Quote(prefix)} }}";
    }

    /// <summary>Numbers the requests to a service, or hashes the client's address where clients keep their pods.</summary>
    private static IEnumerable<string> RotationLines(ServicePlan service, IReadOnlyDictionary<string, ServicePlan> backups)
    {
        var versions = HaproxyBackend.Create(service, backups);
        if (versions.Length == 1)
        {
            yield break;
        }

        if (service.Traffic!.Settings.Algorithm == BalancingAlgorithm.ClientIp)
        {
            yield return $"  http-request set-var(txn.turn) src,crc32(1),mod({WeightedRotation.Slots}) if {IsFor(service)}";
            yield break;
        }

        yield return $"  http-request track-sc0 str({service.Name}) table {RotationTable} if {IsFor(service)}";
        var slot = $"mod({WeightedRotation.Slots}),mul({WeightedRotation.Stride}),mod({WeightedRotation.Slots})";
        yield return $"  http-request set-var(txn.turn) sc_inc_gpc0(0),{slot} if {IsFor(service)}";
    }

    /// <summary>
    /// Chooses the version whose turn it is; if none of its pods is available, any other version; if there is none, the failover.
    /// </summary>
    private static IEnumerable<string> BackendLines(ServicePlan service, IReadOnlyDictionary<string, ServicePlan> backups)
    {
        var versions = HaproxyBackend.Create(service, backups);
        if (versions is [var only])
        {
            yield return $"  use_backend {only.Name} if {IsFor(service)}";
            yield break;
        }

        var ends = WeightedRotation.RangeEnds([.. versions.Select(version => version.Servers.Weight)]);
        for (var i = 0; i < versions.Length; i++)
        {
            yield return $"  use_backend {versions[i].Name} if {IsFor(service)} {{ var(txn.turn) -m int lt {ends[i]} }} {IsAvailable(versions[i])}";
        }

        foreach (var version in versions)
        {
            yield return $"  use_backend {version.Name} if {IsFor(service)} {IsAvailable(version)}";
        }

        yield return $"  use_backend {(HaproxyBackend.CreateFailover(service, backups) ?? versions[0]).Name} if {IsFor(service)}";
    }

    private static string IsFor(ServicePlan service) => $"{{ var(txn.service) -m str {service.Name} }}";

    private static string IsAvailable(HaproxyBackend backend) => $"{{ nbsrv({backend.Name}) gt 0 }}";
}

using Infra.Backend.Settings;
using Infra.Backend.Workloads;

namespace Infra.Backend.Traffic.Haproxy;

/// <summary>Which service a request is for, and which of its versions answers.</summary>
internal static class HaproxyRouting
{
    /// <summary>Counts the requests to each service that has versions.</summary>
    public const string Turns = "_turns";

    /// <summary>The rules of the frontend, in the order in which HAProxy wants them: first what is found out about a request, then where it goes.</summary>
    public static IEnumerable<string> Lines(IReadOnlyCollection<ServiceSpec> services, IReadOnlyDictionary<string, ServiceSpec> backups)
    {
        var routes = Routes(services).Select(route => $"  http-request set-var(txn.service) str({route.Service}) if !{{ var(txn.service) -m found }} {HostIs(route.Host)}{PathIsUnder(route.Path)}");
        return [.. routes, .. services.SelectMany(service => TurnOf(service, backups)), .. services.SelectMany(service => Choice(service, backups))];
    }

    /// <summary>The longest path first, and hosts outright before wildcards, because the first rule that matches wins.</summary>
    private static IEnumerable<(string Host, string Path, string Service)> Routes(IEnumerable<ServiceSpec> services) =>
        from service in services
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
        return prefix.Length == 0 ? "" : $" {{ path -m dir {HaproxyText.Word(prefix)} }}";
    }

    /// <summary>The place of a request among those to its service; that of a client where clients are to find the same pod again.</summary>
    private static IEnumerable<string> TurnOf(ServiceSpec service, IReadOnlyDictionary<string, ServiceSpec> backups)
    {
        var versions = HaproxyBackend.Of(service, backups);
        if (versions.Length == 1)
        {
            yield break;
        }

        if (service.Traffic!.Settings.Algorithm == BalancingAlgorithm.ClientIp)
        {
            yield return $"  http-request set-var(txn.turn) src,crc32(1),mod({WeightedTurns.Places}) if {IsFor(service)}";
            yield break;
        }

        yield return $"  http-request track-sc0 str({service.Name}) table {Turns} if {IsFor(service)}";
        yield return $"  http-request set-var(txn.turn) sc_inc_gpc0(0),mod({WeightedTurns.Places}),mul({WeightedTurns.Stride}),mod({WeightedTurns.Places}) if {IsFor(service)}";
    }

    /// <summary>The version whose turn it is, or the next of which a pod can answer, or who stands in.</summary>
    private static IEnumerable<string> Choice(ServiceSpec service, IReadOnlyDictionary<string, ServiceSpec> backups)
    {
        var versions = HaproxyBackend.Of(service, backups);
        if (versions is [var only])
        {
            yield return $"  use_backend {only.Name} if {IsFor(service)}";
            yield break;
        }

        var ends = WeightedTurns.Ends([.. versions.Select(version => version.Servers.Weight)]);
        for (var i = 0; i < versions.Length; i++)
        {
            yield return $"  use_backend {versions[i].Name} if {IsFor(service)} {{ var(txn.turn) -m int lt {ends[i]} }} {CanAnswer(versions[i])}";
        }

        foreach (var version in versions)
        {
            yield return $"  use_backend {version.Name} if {IsFor(service)} {CanAnswer(version)}";
        }

        yield return $"  use_backend {(HaproxyBackend.LastResortOf(service, backups) ?? versions[0]).Name} if {IsFor(service)}";
    }

    private static string IsFor(ServiceSpec service) => $"{{ var(txn.service) -m str {service.Name} }}";

    private static string CanAnswer(HaproxyBackend backend) => $"{{ nbsrv({backend.Name}) gt 0 }}";
}

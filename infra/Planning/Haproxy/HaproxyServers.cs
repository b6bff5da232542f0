using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Haproxy;

/// <summary>A group of HAProxy servers: the pods of one workload.</summary>
/// <param name="Prefix">The prefix of the servers' names.</param>
/// <param name="Workload">The workload that runs the pods.</param>
/// <param name="Port">The port of the pods.</param>
/// <param name="Slots">The maximum number of pods, a rollout's surge included.</param>
/// <param name="Weight">The weight of the group, relative to those of the service's other versions.</param>
internal sealed record HaproxyServers(string Prefix, string Workload, int Port, int Slots, int Weight)
{
    /// <summary>
    /// The options that check another port than the one for requests, or check it with TLS; empty if the check needs none.
    /// </summary>
    public string CheckOptions { get; init; } = "";

    /// <summary>Creates a group for each version of a service that receives requests.</summary>
    public static ImmutableArray<HaproxyServers> Create(ServicePlan service)
    {
        var traffic = service.Traffic!;
        ImmutableArray<HaproxyServers> groups = traffic.Versions.IsEmpty
            ?
            [
                new HaproxyServers(
                    "pod",
                    service.Name,
                    traffic.Main.Target.Number,
                    service.Rollout.MaximumPods(service.Replicas.Maximum),
                    1
                ),
            ]
            :
            [
                .. traffic
                    .Versions.Where(version => version.Weight > 0)
                    .Select(version => new HaproxyServers(
                        version.Name,
                        version.Name == ServiceVersion.Stable ? service.Name : version.Service,
                        traffic.Main.Target.Number,
                        service.Rollout.MaximumPods(version.Replicas.Maximum),
                        version.Weight
                    )),
            ];
        return [.. groups.Select(servers => servers with { CheckOptions = GetCheckOptions(service) })];
    }

    /// <summary>Creates the group that backs up another service: the version with the largest weight.</summary>
    public static HaproxyServers CreateBackup(ServicePlan service) =>
        Create(service).MaxBy(servers => servers.Weight)! with
        {
            Prefix = "backup",
        };

    /// <summary>The readiness probe of a service, if HAProxy can repeat it: it checks the pod itself, by its port.</summary>
    public static HealthProbe? FindCheck(ServicePlan service) =>
        service.Health?.Readiness is { Port: not null, Host: null } probe ? probe : null;

    private static string GetCheckOptions(ServicePlan service)
    {
        if (FindCheck(service) is not { Port: { } port } probe)
        {
            return "";
        }

        var tls = probe.Scheme == ProbeScheme.Https ? " check-ssl verify none" : "";
        if (port.Number == service.Traffic!.Main.Target.Number)
        {
            return tls;
        }

        var isHttp2 = port.Protocol is Protocol.Grpc or Protocol.Http2;
        return $" port {port.Number}{(probe.Kind == ProbeKind.Http ? $" check-proto {(isHttp2 ? "h2" : "h1")}" : "")}{tls}";
    }
}

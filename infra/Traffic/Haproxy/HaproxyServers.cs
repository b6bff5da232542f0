using System.Collections.Immutable;
using Infra.Backend.Workloads;

namespace Infra.Backend.Traffic.Haproxy;

/// <summary>Servers of HAProxy that are alike: the pods of one workload.</summary>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Workload">What runs the pods.</param>
/// <param name="Port">Where they listen.</param>
/// <param name="Slots">The most there can be, those included that a rolling update adds for a while.</param>
/// <param name="Weight">Of all of them together, relative to those of the service's other versions.</param>
internal sealed record HaproxyServers(string Prefix, string Workload, int Port, int Slots, int Weight)
{
    /// <summary>A service's own pods and those of its versions, without those that are to get nothing.</summary>
    public static ImmutableArray<HaproxyServers> Of(ServiceSpec service)
    {
        var traffic = service.Traffic!;
        return traffic.Versions.IsEmpty
            ? [new HaproxyServers("pod", service.Name, traffic.Port, DeploymentWorkload.MostPods(service.Replicas.Max), 1)]
            :
            [
                .. traffic.Versions.Where(version => version.Weight > 0).Select(version => new HaproxyServers(
                    version.Name,
                    version.Name == ServiceVersion.Stable ? service.Name : version.Service,
                    traffic.Port,
                    DeploymentWorkload.MostPods(version.Replicas.Max),
                    version.Weight)),
            ];
    }

    /// <summary>The pods of a service that stands in for another: those of the version that is most of it.</summary>
    public static HaproxyServers StandingInFrom(ServiceSpec service) => Of(service).MaxBy(servers => servers.Weight)! with { Prefix = "backup" };
}

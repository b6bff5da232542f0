using System.Collections.Immutable;

namespace Infra.Backend.Planning.Haproxy;

/// <summary>A group of HAProxy servers: the pods of one workload.</summary>
/// <param name="Prefix">The prefix of the servers' names.</param>
/// <param name="Workload">The workload that runs the pods.</param>
/// <param name="Port">The port of the pods.</param>
/// <param name="Slots">The maximum number of pods, a rollout's surge included.</param>
/// <param name="Weight">The weight of the group, relative to those of the service's other versions.</param>
internal sealed record HaproxyServers(string Prefix, string Workload, int Port, int Slots, int Weight)
{
    /// <summary>Creates a group for each version of a service that receives requests.</summary>
    public static ImmutableArray<HaproxyServers> Create(ServicePlan service)
    {
        var traffic = service.Traffic!;
        return traffic.Versions.IsEmpty
            ? [new HaproxyServers("pod", service.Name, traffic.Port, RollingUpdate.MaximumPods(service.Replicas.Maximum), 1)]
            :
            [
                .. traffic
                    .Versions.Where(version => version.Weight > 0)
                    .Select(version => new HaproxyServers(
                        version.Name,
                        version.Name == ServiceVersion.Stable ? service.Name : version.Service,
                        traffic.Port,
                        RollingUpdate.MaximumPods(version.Replicas.Maximum),
                        version.Weight
                    )),
            ];
    }

    /// <summary>Creates the group that backs up another service: the version with the largest weight.</summary>
    public static HaproxyServers CreateBackup(ServicePlan service) =>
        Create(service).MaxBy(servers => servers.Weight)! with
        {
            Prefix = "backup",
        };
}

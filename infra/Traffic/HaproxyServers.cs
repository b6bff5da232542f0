using System.Collections.Immutable;
using Infra.Workloads;

namespace Infra.Traffic;

/// <summary>Servers of a HAProxy backend that are alike: the pods of one version.</summary>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Workload">What runs the pods.</param>
/// <param name="Port">Where they listen.</param>
/// <param name="Slots">The most there can be.</param>
/// <param name="Weight">Of each, relative to all others; null where all are equal.</param>
/// <param name="IsBackup">Whether they get requests only while nobody else can.</param>
internal sealed record HaproxyServers(string Prefix, string Workload, int Port, int Slots, int? Weight, bool IsBackup)
{
    private const string Pods = "pod";

    /// <summary>HAProxy's largest weight of a server.</summary>
    private const int MaxWeight = 256;

    /// <summary>A service's own pods and those of its versions.</summary>
    public static ImmutableArray<HaproxyServers> Of(ServiceSpec service)
    {
        var traffic = service.Traffic!;
        if (traffic.Versions.IsEmpty)
        {
            return [new HaproxyServers(Pods, service.Name, traffic.Port, DeploymentWorkload.MostPods(service.Replicas.Max), null, false)];
        }

        var heaviest = traffic.Versions.Max(WeightOfOnePod);
        return
        [
            .. traffic.Versions.Select(version => new HaproxyServers(
                version.Name == ServiceVersion.Stable ? Pods : version.Name,
                version.Name == ServiceVersion.Stable ? service.Name : version.Service,
                traffic.Port,
                DeploymentWorkload.MostPods(version.Replicas.Max),
                version.Weight == 0 ? 0 : Math.Max(1, (int)Math.Round(MaxWeight * WeightOfOnePod(version) / heaviest)),
                false)),
        ];
    }

    public static HaproxyServers StandingInFrom(ServiceSpec service) =>
        new("backup", service.Name, service.Traffic!.Port, DeploymentWorkload.MostPods(service.Replicas.Max), null, true);

    /// <summary>HAProxy weighs servers, the catalogue versions: each pod gets its part of its version's weight.</summary>
    private static double WeightOfOnePod(WeightedVersion version) => (double)version.Weight / Math.Max(1, version.Replicas.Min);
}

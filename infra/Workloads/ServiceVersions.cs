using System.Collections.Immutable;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;

namespace Infra.Backend.Workloads;

/// <summary>The versions of a service that run beside it. Each is a workload like the service's own, but for what it says itself, and without hosts.</summary>
internal static class ServiceVersions
{
    /// <summary>What weights are shares of where the service's own is not said.</summary>
    public const int Whole = 100;

    /// <summary>The weight of the service itself: said outright, or what its versions leave of the whole.</summary>
    public static int OwnWeight(ServiceSettings service) =>
        service.Traffic.Weight ?? Math.Max(0, Whole - service.Versions.Values.Sum(version => version.Weight));

    /// <summary>
    /// The pods of a version whose share follows from the number of pods alone: the service's own number times the ratio of the weights, at least one and at
    /// most as many as the service has. Where either weight is 0 it is as many, ready to take over.
    /// </summary>
    public static int PodsOf(VersionSettings version, int ownWeight, int ownPods) => version.Replicas
        ?? (version.Weight == 0 || ownWeight == 0
            ? ownPods
            : Math.Clamp((int)Math.Round((double)ownPods * version.Weight / ownWeight, MidpointRounding.AwayFromZero), Math.Min(1, ownPods), ownPods));

    /// <summary>The service, and its versions after it.</summary>
    /// <param name="service">The service with every decision made.</param>
    /// <param name="settings">What the catalogue says of it.</param>
    /// <param name="plan">Makes every decision about the service where a version of it says something else.</param>
    public static IEnumerable<ServiceSpec> Spread(ServiceSpec service, ServiceSettings settings, Func<ServiceSettings, ServiceSpec> plan)
    {
        if (settings.Versions.Count == 0 || service.Traffic is not { } traffic)
        {
            return [service];
        }

        var ownWeight = OwnWeight(settings);
        var versions = settings.Versions
            .OrderBy(version => version.Key, StringComparer.Ordinal)
            .Select(version => (Version: version.Value, Spec: VersionOf(service, traffic, version.Key, version.Value, plan(version.Value.Of(settings)), ownWeight)))
            .ToImmutableArray();
        ImmutableArray<WeightedVersion> shares =
        [
            new(ServiceVersion.Stable, ServiceVersion.Qualify(service.Name, ServiceVersion.Stable), ownWeight, service.Replicas),
            .. versions.Select(version => new WeightedVersion(version.Spec.Version!.Name, version.Spec.Name, version.Version.Weight, version.Spec.Replicas)),
        ];
        var areSeveral = shares.Count(share => share.Weight > 0) > 1;
        return
        [
            service with { Traffic = traffic with { Versions = shares }, IsLeftOut = areSeveral && ownWeight == 0 },
            .. versions.Select(version => version.Spec with { IsLeftOut = areSeveral && version.Version.Weight == 0 }),
        ];
    }

    private static ServiceSpec VersionOf(ServiceSpec service, ServiceTraffic traffic, string name, VersionSettings version, ServiceSpec described, int ownWeight)
    {
        var pods = PodsOf(version, ownWeight, service.Replicas.Min);
        return described with
        {
            Name = ServiceVersion.Qualify(service.Name, name),
            Version = new ServiceVersion(service.Name, name),
            Replicas = version.Replicas is null && service.Replicas.FollowsLoad ? service.Replicas with { Min = pods } : ReplicaCount.Fixed(pods),
            MinimumsByTheClock = null,
            Traffic = traffic with { Settings = traffic.Settings with { Hosts = [], Paths = [], Failover = null, Expose = Exposure.ClusterIp } },
        };
    }
}

using System.Collections.Immutable;
using Infra.Scaling;
using Infra.Settings;
using Infra.Settings.Values;

namespace Infra.Workloads;

/// <summary>The versions of a service that run beside it. Each is a workload like the service's own, with another image, another number of pods and no hosts.</summary>
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
    public static IEnumerable<ServiceSpec> Spread(ServiceSpec service, ServiceSettings settings, ImageDefaults images)
    {
        if (settings.Versions.Count == 0 || service.Traffic is not { } traffic)
        {
            return [service];
        }

        var ownWeight = OwnWeight(settings);
        var versions = settings.Versions
            .OrderBy(version => version.Key, StringComparer.Ordinal)
            .Select(version => (Version: version.Value, Spec: VersionOf(service, traffic, version.Key, version.Value, settings.Image, images, ownWeight)))
            .ToImmutableArray();
        ImmutableArray<WeightedVersion> shares =
        [
            new(ServiceVersion.Stable, ServiceVersion.Qualify(service.Name, ServiceVersion.Stable), ownWeight, service.Replicas),
            .. versions.Select(version => new WeightedVersion(version.Spec.Version!.Name, version.Spec.Name, version.Version.Weight, version.Spec.Replicas)),
        ];
        return [service with { Traffic = traffic with { Versions = shares } }, .. versions.Select(version => version.Spec)];
    }

    private static ServiceSpec VersionOf(ServiceSpec service, ServiceTraffic traffic, string name, VersionSettings version, ImageSettings image, ImageDefaults images, int ownWeight)
    {
        var pods = PodsOf(version, ownWeight, service.Replicas.Min);
        return service with
        {
            Name = ServiceVersion.Qualify(service.Name, name),
            Version = new ServiceVersion(service.Name, name),
            Image = ImageOf(version, image).Resolve(images),
            Replicas = version.Replicas is null && service.Replicas.FollowsLoad ? service.Replicas with { Min = pods } : ReplicaCount.Fixed(pods),
            Traffic = traffic with { Settings = traffic.Settings with { Hosts = [], Paths = [], Failover = null, Expose = Exposure.ClusterIp } },
        };
    }

    private static ImageSettings ImageOf(VersionSettings version, ImageSettings image)
    {
        // Another version's content is another one: the service's digest says nothing of it.
        var described = version.Image is { } reference ? image with { Reference = reference, Tag = null, Digest = null } : image;
        return version.Tag is { } tag ? described with { Tag = tag, Digest = null } : described;
    }
}

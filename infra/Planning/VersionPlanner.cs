using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>
/// Plans the versions of a service that run beside it. A version is a workload like the service's own, apart from the settings it
/// overrides, and has no hosts.
/// </summary>
internal static class VersionPlanner
{
    /// <summary>The sum of all weights where the service's own weight is not set.</summary>
    public const int TotalWeight = 100;

    /// <summary>The weight of the service's own pods: its setting, or what its versions leave of <see cref="TotalWeight"/>.</summary>
    public static int StableWeight(ServiceSettings service) =>
        service.Traffic.Weight ?? Math.Max(0, TotalWeight - service.Versions.Values.Sum(version => version.Weight));

    /// <summary>
    /// The replicas of a version: its setting, or the service's replicas times the ratio of the weights, at least one and at most as many
    /// as the service has. Where either weight is 0 it has as many as the service, ready to take over.
    /// </summary>
    public static int Replicas(VersionSettings version, int stableWeight, int stableReplicas) =>
        version.Replicas
        ?? (
            version.Weight == 0 || stableWeight == 0
                ? stableReplicas
                : Math.Clamp(
                    (int)Math.Round((double)stableReplicas * version.Weight / stableWeight, MidpointRounding.AwayFromZero),
                    Math.Min(1, stableReplicas),
                    stableReplicas
                )
        );

    /// <summary>Plans a service's versions.</summary>
    /// <param name="service">The plan of the service without its versions.</param>
    /// <param name="settings">The settings of the service.</param>
    /// <param name="plan">Plans the service with the settings of a version.</param>
    /// <returns>The service, followed by its versions.</returns>
    public static IEnumerable<ServicePlan> AddVersions(
        ServicePlan service,
        ServiceSettings settings,
        Func<ServiceSettings, ServicePlan> plan
    )
    {
        if (settings.Versions.Count == 0 || service.Traffic is not { } traffic)
        {
            return [service];
        }

        var stableWeight = StableWeight(settings);
        var versions = settings
            .Versions.OrderBy(version => version.Key, StringComparer.Ordinal)
            .Select(version =>
                (
                    version.Value.Weight,
                    Plan: PlanVersion(service, version.Key, version.Value, plan(version.Value.ApplyTo(settings)), stableWeight)
                )
            )
            .ToImmutableArray();
        ImmutableArray<WeightedVersion> shares =
        [
            new(ServiceVersion.Stable, DerivedNames.Version(service.Name, ServiceVersion.Stable), stableWeight, service.Replicas),
            .. versions.Select(version => new WeightedVersion(
                version.Plan.Version!.Name,
                version.Plan.Name,
                version.Weight,
                version.Plan.Replicas
            )),
        ];
        var severalServe = shares.Count(share => share.Weight > 0) > 1;
        return
        [
            service with
            {
                Traffic = traffic with { Versions = shares },
                IsExcluded = severalServe && stableWeight == 0,
            },
            .. versions.Select(version => version.Plan with { IsExcluded = severalServe && version.Weight == 0 }),
        ];
    }

    private static ServicePlan PlanVersion(
        ServicePlan service,
        string name,
        VersionSettings version,
        ServicePlan overridden,
        int stableWeight
    )
    {
        var replicas = Replicas(version, stableWeight, service.Replicas.Minimum);
        var workload = DerivedNames.Version(service.Name, name);
        return overridden with
        {
            Name = workload,
            Patches = [.. overridden.Patches.Select(patch => patch.ForVersion(service.Name, workload))],
            Version = new ServiceVersion(service.Name, name),
            Replicas =
                version.Replicas is null && service.Replicas.IsAutoscaled
                    ? service.Replicas with
                    {
                        Minimum = replicas,
                    }
                    : ReplicaCount.Fixed(replicas),
            ScheduledMinimums = null,
            IsRouted = false,
            AnsweredHosts = [],
            Traffic = service.Traffic! with { Ingress = null, Additional = [], Settings = service.Traffic.Settings.WithoutExposure() },
        };
    }
}

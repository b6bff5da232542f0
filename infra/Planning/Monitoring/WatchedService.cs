using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Monitoring;

/// <summary>A monitored service with all its versions. Every value comes from the service's plan.</summary>
internal sealed record WatchedService
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required ServiceKind Kind { get; init; }

    public required string? Owner { get; init; }

    /// <summary>The maximum replicas of all its versions together.</summary>
    public required int Pods { get; init; }

    public required bool IsAutoscaled { get; init; }

    /// <summary>The longest time until a failed pod receives no more requests.</summary>
    public required TimeSpan DetectWithin { get; init; }

    /// <summary>The host names that lead to it from outside; empty if it answers no HTTP requests.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>The metrics it exposes; null if it exposes none.</summary>
    public required ExposedMetrics? Metrics { get; init; }

    public required ObjectiveSettings? Objective { get; init; }

    /// <summary>The pod metrics its autoscaler follows.</summary>
    public ImmutableArray<string> FollowedPodMetrics { get; init; } = [];

    /// <summary>The external metrics its autoscaler follows, such as the length of a queue.</summary>
    public ImmutableArray<string> FollowedExternalMetrics { get; init; } = [];

    /// <summary>Whether the stack's HAProxy sends requests to it, and therefore counts them.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>The names of its workloads: its own and one for each of its versions.</summary>
    public required ImmutableArray<string> Workloads { get; init; }

    /// <summary>Whether its pods do not run to completion.</summary>
    public bool IsLongRunning => Kind.IsLongRunning();

    /// <summary>The planned services by name, the load balancer included if the stack runs it itself.</summary>
    public static ImmutableArray<WatchedService> FromPlan(ClusterPlan plan) =>
        [
            .. plan
                .Services.GroupBy(service => service.Family, StringComparer.Ordinal)
                .OrderBy(family => family.Key, StringComparer.Ordinal)
                .Select(family => Create([.. family.OrderBy(service => service.Name, StringComparer.Ordinal)], plan.Settings)),
        ];

    private static WatchedService Create(ImmutableArray<ServicePlan> family, StackSettings settings)
    {
        var service = family.Single(member => member.Version is null);
        var isBalanced = settings.LoadBalancing.Backend == LoadBalancer.Haproxy && service.IsRouted;
        return new WatchedService
        {
            Name = service.Name,
            Namespace = service.System.Namespace,
            Kind = service.Kind,
            Owner = service.Owner,
            Pods = family.Sum(member => member.Replicas.Maximum),
            IsAutoscaled = service.Replicas.IsAutoscaled,
            DetectWithin = service.DetectWithin,
            Hosts = GetHosts(service),
            Metrics = service.Metrics,
            Objective = service.Objective,
            FollowedPodMetrics = [.. service.Replicas.Scaling?.Pods.Keys ?? []],
            FollowedExternalMetrics = [.. service.Replicas.Scaling?.External.Keys ?? []],
            IsBalanced = isBalanced,
            Workloads = [service.Name, .. family.Where(member => member.Version is not null).Select(member => member.Name)],
        };
    }

    /// <summary>The load balancer repeats the hosts of the services behind it, which are watched there.</summary>
    private static ImmutableArray<string> GetHosts(ServicePlan service) =>
        service.Name != LoadBalancingSettings.Name && service.Traffic is { } traffic && traffic.Protocol.IsRoutable()
            ? traffic.Settings.Hosts
            : [];
}

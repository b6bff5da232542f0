using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
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

    /// <summary>The names of its autoscalers: its own and one for each of its versions.</summary>
    public ImmutableArray<string> Autoscalers { get; init; } = [];

    /// <summary>Whether at times no pod is wanted.</summary>
    public bool ScalesToZero { get; init; }

    /// <summary>The longest time until a failed pod receives no more requests.</summary>
    public required TimeSpan DetectWithin { get; init; }

    /// <summary>The host names that lead to it from outside.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>The metrics it exposes; null if it exposes none.</summary>
    public required ExposedMetrics? Metrics { get; init; }

    public required ObjectiveSettings? Objective { get; init; }

    /// <summary>The pod metrics its autoscaler follows.</summary>
    public ImmutableArray<string> FollowedPodMetrics { get; init; } = [];

    /// <summary>The external metrics its autoscaler follows, such as the length of a queue.</summary>
    public ImmutableArray<string> FollowedExternalMetrics { get; init; } = [];

    /// <summary>Whether HAProxy counts its requests.</summary>
    public required bool IsCountedByHaproxy { get; init; }

    /// <summary>The names of its workloads: its own and one for each of its versions.</summary>
    public required ImmutableArray<string> Workloads { get; init; }

    /// <summary>Whether its pods do not run to completion.</summary>
    public bool IsLongRunning => Kind.IsLongRunning();

    /// <summary>
    /// The planned services by name, the load balancer included if the stack runs it itself. Exporters are part of the monitoring of
    /// stores.
    /// </summary>
    public static ImmutableArray<WatchedService> FromPlan(ClusterPlan plan) =>
        [
            .. plan
                .Services.Where(service =>
                    !plan.Stores.Any(store => store.Metrics?.Exporter is not null && service.Name == StoreNames.Exporter(store.Name))
                )
                .GroupBy(service => service.Family, StringComparer.Ordinal)
                .OrderBy(family => family.Key, StringComparer.Ordinal)
                .Select(family => Create([.. family.OrderBy(service => service.Name, StringComparer.Ordinal)])),
        ];

    private static WatchedService Create(ImmutableArray<ServicePlan> family)
    {
        var service = family.Single(member => member.Version is null);
        ImmutableArray<ServicePlan> members = [service, .. family.Where(member => member.Version is not null)];
        return new WatchedService
        {
            Name = service.Name,
            Namespace = service.System.Namespace,
            Kind = service.Kind,
            Owner = service.Owner,
            Pods = family.Sum(member => member.Replicas.Maximum),
            IsAutoscaled = service.Replicas.IsAutoscaled,
            Autoscalers = [.. members.Select(DerivedNames.Autoscaler)],
            ScalesToZero = service.ScalesToZero,
            DetectWithin = service.DetectWithin,
            Hosts = service.AnsweredHosts,
            Metrics = service.Metrics,
            Objective = service.Objective,
            FollowedPodMetrics = [.. service.Replicas.Scaling?.Pods.Keys ?? []],
            FollowedExternalMetrics =
            [
                .. service.Replicas.Scaling is { } scaling
                    ? scaling.External.Keys.Concat(scaling.FollowedQueues.Select(queue => queue.Metric)).Distinct(StringComparer.Ordinal)
                    : [],
            ],
            IsCountedByHaproxy = service.IsCountedByHaproxy,
            Workloads = [.. members.Select(member => member.Name)],
        };
    }
}

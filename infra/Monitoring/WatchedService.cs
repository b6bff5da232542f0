using System.Collections.Immutable;
using Infra.Backend.Resilience;
using Infra.Backend.Settings;
using Infra.Backend.Traffic;
using Infra.Backend.Traffic.Haproxy;
using Infra.Backend.Workloads;

namespace Infra.Backend.Monitoring;

/// <summary>What monitoring has to know of a service; all of it follows from the service's declaration.</summary>
internal sealed record WatchedService
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required ServiceKind Kind { get; init; }

    public required string? Owner { get; init; }

    /// <summary>The most pods it has.</summary>
    public required int Pods { get; init; }

    public required bool IsAutoscaled { get; init; }

    /// <summary>Until a failed pod is found.</summary>
    public required TimeSpan DetectWithin { get; init; }

    /// <summary>The host names the outside knows it by.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    public required WatchedMetrics? Metrics { get; init; }

    public required ObjectiveSettings? Objective { get; init; }

    /// <summary>The metrics of its pods that its autoscaler follows.</summary>
    public ImmutableArray<string> FollowedPodMetrics { get; init; } = [];

    /// <summary>The metrics from elsewhere that its autoscaler follows, such as the length of a queue.</summary>
    public ImmutableArray<string> FollowedExternalMetrics { get; init; } = [];

    /// <summary>Whether the stack's HAProxy brings requests to it, and so counts them.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>What its Deployments are called: one for itself and one for each of its versions.</summary>
    public required ImmutableArray<string> Workloads { get; init; }

    /// <summary>Pods that are expected to be there at all times.</summary>
    public bool RunsForEver => Kind is not (ServiceKind.Cron or ServiceKind.Job);

    /// <summary>The services of the catalogue, and the load balancer where it is one that the stack runs itself.</summary>
    public static ImmutableArray<WatchedService> AllOf(StackSettings settings)
    {
        var services = settings.Services.Select(service => Of(service.Key, service.Value, settings)).ToList();
        if (services.Any(service => service.IsBalanced))
        {
            services.Add(BalancerOf(settings));
        }

        return [.. services.OrderBy(service => service.Name, StringComparer.Ordinal)];
    }

    private static WatchedService Of(string name, ServiceSettings service, StackSettings stack)
    {
        var preset = FaultTolerancePreset.Of(stack.FaultTolerance);
        return new WatchedService
        {
            Name = name,
            Namespace = stack.NamespaceOrDefault(),
            Kind = service.Kind,
            Owner = service.Owner,
            Pods = service.Scaling?.Max ?? service.Replicas ?? preset.Replicas,
            IsAutoscaled = service.Scaling is not null,
            DetectWithin = service.Health.DetectWithin ?? preset.DetectWithin,
            Hosts = service.Traffic.Hosts,
            Metrics = service.Metrics is { } metrics ? WatchedMetrics.Of(metrics, service.Port, stack.Monitoring.Interval) : null,
            Objective = service.Slo,
            FollowedPodMetrics = [.. service.Scaling?.Pods.Keys ?? []],
            FollowedExternalMetrics = [.. service.Scaling?.External.Keys ?? []],
            IsBalanced = LoadBalancers.BringsRequestsTo(service, stack.LoadBalancing),
            Workloads = [name, .. service.Versions.Keys.Order(StringComparer.Ordinal).Select(version => ServiceVersion.Qualify(name, version))],
        };
    }

    private static WatchedService BalancerOf(StackSettings stack)
    {
        var preset = FaultTolerancePreset.Of(stack.FaultTolerance);
        return new WatchedService
        {
            Name = LoadBalancingSettings.Name,
            Namespace = stack.NamespaceOrDefault(),
            Kind = ServiceKind.Service,
            Owner = null,
            Pods = HaproxyGateway.ScalingOf(stack.LoadBalancing, preset).Max,
            IsAutoscaled = true,
            DetectWithin = preset.DetectWithin,
            Hosts = [],
            Metrics = null,
            Objective = null,
            Workloads = [LoadBalancingSettings.Name],
        };
    }
}

/// <summary>The measurements a service offers, with every default filled in.</summary>
/// <param name="Port">Where they are read.</param>
/// <param name="Path">Where they are read.</param>
/// <param name="Interval">How often.</param>
/// <param name="Requests">The counter of requests.</param>
/// <param name="Status">The label of that counter with the status.</param>
/// <param name="Duration">The histogram of durations, without suffix.</param>
/// <param name="Queue">The queue it works off, if it has one.</param>
/// <param name="AnswersRequests">Whether it takes requests at all; a worker does not.</param>
internal sealed record WatchedMetrics(int Port, string Path, TimeSpan Interval, string Requests, string Status, string Duration, QueueSettings? Queue, bool AnswersRequests)
{
    public static WatchedMetrics Of(MetricsSettings metrics, int? servicePort, TimeSpan interval) => new(
        metrics.Port ?? servicePort!.Value,
        metrics.Path,
        metrics.Interval ?? interval,
        metrics.Requests,
        metrics.Status,
        metrics.Duration,
        metrics.Queue,
        servicePort is not null);
}

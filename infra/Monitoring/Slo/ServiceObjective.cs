using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;

namespace Infra.Backend.Monitoring.Slo;

/// <summary>A service level objective of a service, and how it is measured.</summary>
internal sealed record ServiceObjective
{
    public const string Availability = "availability";
    public const string Latency = "latency";

    public required WatchedService Service { get; init; }

    /// <summary><see cref="Availability"/> or <see cref="Latency"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The share of requests that have to be good, between 0 and 1.</summary>
    public required double Target { get; init; }

    /// <summary>The time over which the target has to be met.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The rate of bad requests over a window.</summary>
    public required Func<TimeSpan, PromExpr> Bad { get; init; }

    public required RequestSource Requests { get; init; }

    /// <summary>The error budget: the share of requests that may be bad.</summary>
    public double Budget => 1 - Target;

    public ImmutableSortedDictionary<string, string> Labels => ServiceRules.LabelsFor(Service).Add("slo", Name);

    /// <summary>The objectives that the service declares and that its metrics can measure.</summary>
    public static IEnumerable<ServiceObjective> Find(WatchedService service)
    {
        if (service.Objective is not { } objective || RequestSource.Find(service) is not { } requests)
        {
            yield break;
        }

        if (objective.Availability is { } availability)
        {
            yield return new ServiceObjective
            {
                Service = service,
                Name = Availability,
                Target = availability / 100,
                Window = objective.Window,
                Bad = requests.Failures,
                Requests = requests,
            };
        }

        if (objective.Latency is { } latency && requests is OwnRequests own)
        {
            yield return new ServiceObjective
            {
                Service = service,
                Name = Latency,
                Target = latency.For / 100,
                Window = objective.Window,
                Bad = window => own.Slower(latency.Under, window),
                Requests = requests,
            };
        }
    }

    /// <summary>The share of bad requests over a window.</summary>
    public PromExpr ErrorRatio(TimeSpan window) => Bad(window) / (Requests.All(window) > 0);
}

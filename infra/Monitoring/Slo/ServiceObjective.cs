using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Slo;

/// <summary>One promise of a service, and how its breaking is measured.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Name">What it is about: availability or latency.</param>
/// <param name="Target">The share of requests that keep it.</param>
/// <param name="Window">Over which time.</param>
/// <param name="Bad">The rate of requests that break it, over a window.</param>
/// <param name="Requests">All requests.</param>
internal sealed record ServiceObjective(WatchedService Service, string Name, double Target, TimeSpan Window, Func<TimeSpan, PromExpr> Bad, RequestSource Requests)
{
    /// <summary>The share of requests that may break it.</summary>
    public double Budget => 1 - Target;

    public ImmutableSortedDictionary<string, string> Labels => ServiceRules.LabelsOf(Service).Add("slo", Name);

    public static IEnumerable<ServiceObjective> Of(WatchedService service)
    {
        if (service.Objective is not { } objective || RequestSource.Of(service) is not { } requests)
        {
            yield break;
        }

        if (objective.Availability is { } availability)
        {
            yield return new ServiceObjective(service, "availability", availability / 100, objective.Window, requests.Failures, requests);
        }

        if (objective.Latency is { } latency && requests is OwnRequests own)
        {
            yield return new ServiceObjective(service, "latency", latency.For / 100, objective.Window, window => own.Slower(latency.Under, window), requests);
        }
    }

    /// <summary>The share of requests that break it, over a window.</summary>
    public PromExpr ErrorRatio(TimeSpan window) => Bad(window) / (Requests.All(window) > 0);
}

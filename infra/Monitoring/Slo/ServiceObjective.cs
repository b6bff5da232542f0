using System.Collections.Immutable;
using System.Globalization;
using Infra.Monitoring.Configuration;
using Infra.Monitoring.Promql;
using Infra.Monitoring.Rules;
using static Infra.Monitoring.Promql.Query;

namespace Infra.Monitoring.Slo;

/// <summary>One promise of a service, and how its breaking is measured.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Name">What it is about: availability or latency.</param>
/// <param name="Target">The share of requests that keep it.</param>
/// <param name="Window">Over which time.</param>
/// <param name="Bad">The rate of requests that break it, over a window.</param>
internal sealed record ServiceObjective(WatchedService Service, string Name, double Target, TimeSpan Window, Func<TimeSpan, PromExpr> Bad)
{
    /// <summary>The share of requests that may break it.</summary>
    public double Budget => 1 - Target;

    public ImmutableSortedDictionary<string, string> Labels => ServiceRules.LabelsOf(Service).Add("slo", Name);

    public static IEnumerable<ServiceObjective> Of(WatchedService service)
    {
        if (service is not { Metrics: { } metrics, Objective: { } objective })
        {
            yield break;
        }

        if (objective.Availability is { } availability)
        {
            yield return new ServiceObjective(service, "availability", availability / 100, objective.Window, window => RequestQueries.Failures(service, window));
        }

        if (objective.Latency is { } latency)
        {
            var boundary = latency.Under.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            yield return new ServiceObjective(service, "latency", latency.For / 100, objective.Window, window => RequestQueries.Slower(service, boundary, window));
        }
    }

    /// <summary>The share of requests that break it, over a window.</summary>
    public PromExpr ErrorRatio(TimeSpan window) => Bad(window) / (RequestQueries.All(Service, window) > 0);
}

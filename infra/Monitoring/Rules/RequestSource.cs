using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>
/// The rate, errors and duration of a service's requests, from its own metrics, or from the load balancer's if it has none.
/// </summary>
internal abstract class RequestSource
{
    /// <summary>The label with the status of the response.</summary>
    public abstract string StatusLabel { get; }

    /// <summary>The counter of requests that has <see cref="StatusLabel"/>.</summary>
    public abstract SeriesSelector ByStatus { get; }

    /// <summary>The durations that dashboards show, with their legends. Alerts use the last one.</summary>
    public abstract IReadOnlyList<(PromExpr Duration, string Name)> Durations { get; }

    /// <summary>The subject of the sentence in the latency alert.</summary>
    public abstract string SlowRequests { get; }

    /// <summary>All requests.</summary>
    protected abstract SeriesSelector Requests { get; }

    /// <summary>Requests that failed.</summary>
    protected abstract SeriesSelector Failed { get; }

    /// <summary>The source for a service; null if no metric counts its requests.</summary>
    public static RequestSource? Find(WatchedService service) =>
        service switch
        {
            { Metrics: { AnswersRequests: true } metrics } => new OwnRequests(service, metrics),
            { IsCountedByHaproxy: true } => new BalancedRequests(service),
            _ => null,
        };

    /// <summary>All requests per second.</summary>
    public PromExpr All(TimeSpan window) => Sum(Rate(Requests, window));

    /// <summary>Failed requests per second: zero, rather than no series, before the first failure.</summary>
    public PromExpr Failures(TimeSpan window) => Sum(Rate(Failed, window)).Or(All(window) * 0);

    /// <summary>The share of requests that failed.</summary>
    public PromExpr FailedShare(TimeSpan window) => Failures(window) / (All(window) > 0);

    /// <summary>The duration in seconds that alerts use; no series without requests.</summary>
    public PromExpr Slowest => Durations[^1].Duration.And(All(Minutes(5)) > 0);
}

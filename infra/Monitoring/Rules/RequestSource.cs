using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Rate, errors and duration of a service's requests: as the service counts them itself, or else as the load balancer does.</summary>
internal abstract class RequestSource
{
    /// <summary>The label that tells how requests ended.</summary>
    public abstract string StatusLabel { get; }

    /// <summary>Requests by how they ended.</summary>
    public abstract SeriesSelector ByStatus { get; }

    /// <summary>The durations that are shown, with what each is called; the last one is the alert's.</summary>
    public abstract IReadOnlyList<(PromExpr Duration, string Name)> Durations { get; }

    /// <summary>What is slow, as the beginning of a sentence about a service.</summary>
    public abstract string SlowOnes { get; }

    /// <summary>All requests.</summary>
    protected abstract SeriesSelector Requests { get; }

    /// <summary>Requests that failed.</summary>
    protected abstract SeriesSelector Failed { get; }

    /// <summary>Where a service's requests are counted; null where nobody counts them.</summary>
    public static RequestSource? Of(WatchedService service) => service switch
    {
        { Metrics: { AnswersRequests: true } metrics } => new OwnRequests(service, metrics),
        { IsBalanced: true } => new BalancedRequests(service),
        _ => null,
    };

    /// <summary>All requests per second.</summary>
    public PromExpr All(TimeSpan window) => Sum(Rate(Requests, window));

    /// <summary>Failed requests per second; none where there was no failure yet.</summary>
    public PromExpr Failures(TimeSpan window) => Sum(Rate(Failed, window)).Or(All(window) * 0);

    /// <summary>Failed requests among all.</summary>
    public PromExpr FailedShare(TimeSpan window) => Failures(window) / (All(window) > 0);

    /// <summary>The duration that an alert looks at, in seconds, while there are requests.</summary>
    public PromExpr Slowest => Durations[^1].Duration.And(All(Minutes(5)) > 0);
}

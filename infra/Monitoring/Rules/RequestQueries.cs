using Infra.Monitoring.Promql;
using static Infra.Monitoring.Promql.Query;

namespace Infra.Monitoring.Rules;

/// <summary>Rate, errors and duration of a service's requests, from the metrics it declares.</summary>
internal static class RequestQueries
{
    private const string Failed = "5..";

    /// <summary>All requests per second.</summary>
    public static PromExpr All(WatchedService service, TimeSpan window) => Sum(Rate(Requests(service), window));

    /// <summary>Failed requests per second; none where there was no failure yet.</summary>
    public static PromExpr Failures(WatchedService service, TimeSpan window) =>
        Sum(Rate(Requests(service, Like(service.Metrics!.Status, Failed)), window)).Or(All(service, window) * 0);

    /// <summary>Requests per second that took longer than a boundary of the histogram's buckets.</summary>
    public static PromExpr Slower(WatchedService service, string boundary, TimeSpan window) =>
        Sum(Rate(Series($"{service.Metrics!.Duration}_count", Own(service)), window)) - Sum(Rate(Buckets(service, Is("le", boundary)), window));

    /// <summary>Failed requests among all.</summary>
    public static PromExpr FailedShare(WatchedService service, TimeSpan window) => Failures(service, window) / (All(service, window) > 0);

    /// <summary>The time within which a share of requests is answered, in seconds.</summary>
    public static PromExpr Latency(WatchedService service, double share, TimeSpan window) => Quantile(share, Sum(Rate(Buckets(service), window), "le"));

    public static LabelMatcher Own(WatchedService service) => Is("job", Configuration.ScrapeJobs.JobOf(service));

    public static SeriesSelector Requests(WatchedService service, params ReadOnlySpan<LabelMatcher> matchers) =>
        Series(service.Metrics!.Requests, [Own(service), .. matchers]);

    public static SeriesSelector Buckets(WatchedService service, params ReadOnlySpan<LabelMatcher> matchers) =>
        Series($"{service.Metrics!.Duration}_bucket", [Own(service), .. matchers]);
}

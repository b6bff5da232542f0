using System.Globalization;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>The requests of a service according to the metrics that it declares.</summary>
internal sealed class OwnRequests(WatchedService service, ExposedMetrics metrics) : RequestSource
{
    private readonly LabelMatcher _own = Is("job", ScrapeJobs.JobName(service));

    public override string StatusLabel => metrics.Status;

    public override SeriesSelector ByStatus => Requests;

    public override IReadOnlyList<(PromExpr Duration, string Name)> Durations =>
        [(Within(0.5), "median"), (Within(0.95), "95 %"), (Within(0.99), "99 %")];

    public override string SlowRequests => "One in a hundred requests";

    protected override SeriesSelector Requests => Series(metrics.Requests, _own);

    protected override SeriesSelector Failed => Series(metrics.Requests, _own, Like(metrics.Status, "5.."));

    /// <summary>Requests per second that took longer than a bucket's upper bound.</summary>
    /// <param name="boundary">The upper bound of one of the histogram's buckets.</param>
    /// <param name="window">The window of the rate.</param>
    public PromExpr Slower(TimeSpan boundary, TimeSpan window) =>
        Sum(Rate(Series($"{metrics.Duration}_count", _own), window))
        - Sum(Rate(Series($"{metrics.Duration}_bucket", _own, UpTo(boundary)), window));

    /// <summary>Prometheus 3 normalizes the label of a whole number to "1.0"; earlier versions keep it as the target writes it.</summary>
    private static LabelMatcher UpTo(TimeSpan boundary)
    {
        var seconds = boundary.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return boundary.Ticks % TimeSpan.TicksPerSecond == 0 ? Like("le", $"{seconds}|{seconds}.0") : Is("le", seconds);
    }

    /// <summary>The quantile of the duration, in seconds.</summary>
    private PromExpr Within(double quantile) => Quantile(quantile, Sum(Rate(Series($"{metrics.Duration}_bucket", _own), Minutes(5)), "le"));
}

using Infra.Backend.Planning;
using System.Globalization;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>The requests of a service by the metrics it declares.</summary>
internal sealed class OwnRequests(WatchedService service, ExposedMetrics metrics) : RequestSource
{
    private readonly LabelMatcher _own = Is("job", ScrapeJobs.JobOf(service));

    public override string StatusLabel => metrics.Status;

    public override SeriesSelector ByStatus => Requests;

    public override IReadOnlyList<(PromExpr Duration, string Name)> Durations => [(Within(0.5), "half"), (Within(0.95), "95 %"), (Within(0.99), "99 %")];

    public override string SlowOnes => "One in a hundred requests";

    protected override SeriesSelector Requests => Series(metrics.Requests, _own);

    protected override SeriesSelector Failed => Series(metrics.Requests, _own, Like(metrics.Status, "5.."));

    /// <summary>Requests per second that took longer than a boundary of the histogram's buckets.</summary>
    public PromExpr Slower(TimeSpan boundary, TimeSpan window) =>
        Sum(Rate(Series($"{metrics.Duration}_count", _own), window)) - Sum(Rate(Series($"{metrics.Duration}_bucket", _own, UpTo(boundary)), window));

    /// <summary>Prometheus stores the boundary of a whole second as 1.0 since its third version, and as its target writes it before.</summary>
    private static LabelMatcher UpTo(TimeSpan boundary)
    {
        var seconds = boundary.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return boundary.Ticks % TimeSpan.TicksPerSecond == 0 ? Like("le", $"{seconds}|{seconds}.0") : Is("le", seconds);
    }

    /// <summary>The time within which a share of requests is answered, in seconds.</summary>
    private PromExpr Within(double share) => Quantile(share, Sum(Rate(Series($"{metrics.Duration}_bucket", _own), Minutes(5)), "le"));
}

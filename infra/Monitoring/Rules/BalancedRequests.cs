using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>
/// The external requests of a service without metrics of its own, as HAProxy counts them. HAProxy names a backend after the service, and
/// appends a dot
/// and the version where there are several. Of durations it reports only the average over the last 1024 requests.
/// </summary>
internal sealed class BalancedRequests(WatchedService service) : RequestSource
{
    private readonly LabelMatcher[] _own =
    [
        Is("job", ScrapeJobs.LoadBalancer),
        service.Workloads.Length > 1 ? Like("proxy", $"{service.Name}([.].+)?") : Is("proxy", service.Name),
    ];

    public override string StatusLabel => "code";

    public override SeriesSelector ByStatus => Series(HaproxyMetrics.BackendResponses, _own);

    public override IReadOnlyList<(PromExpr Duration, string Name)> Durations =>
        [(Max(Series(HaproxyMetrics.BackendDuration, _own)), "average")];

    public override string SlowRequests => "The average request";

    protected override SeriesSelector Requests => Series(HaproxyMetrics.BackendRequests, _own);

    protected override SeriesSelector Failed => Series(HaproxyMetrics.BackendResponses, [.. _own, Is("code", "5xx")]);
}

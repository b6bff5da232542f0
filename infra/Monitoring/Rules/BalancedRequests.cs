using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>
/// The requests from outside to a service without metrics of its own, as HAProxy counts them: its backends are called after the services, with the version behind a
/// dot where there are several. It knows the average duration of the last 1024 requests of each, and nothing of their distribution.
/// </summary>
internal sealed class BalancedRequests(WatchedService service) : RequestSource
{
    private readonly LabelMatcher[] _own = [Is("job", ScrapeJobs.LoadBalancer), service.Workloads.Length > 1 ? Like("proxy", $"{service.Name}([.].+)?") : Is("proxy", service.Name)];

    public override string StatusLabel => "code";

    public override SeriesSelector ByStatus => Series(HaproxyMetrics.BackendResponses, _own);

    public override IReadOnlyList<(PromExpr Duration, string Name)> Durations => [(Max(Series(HaproxyMetrics.BackendDuration, _own)), "average")];

    public override string SlowOnes => "The average request";

    protected override SeriesSelector Requests => Series(HaproxyMetrics.BackendRequests, _own);

    protected override SeriesSelector Failed => Series(HaproxyMetrics.BackendResponses, [.. _own, Is("code", "5xx")]);
}

using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on kube-state-metrics, which the alerts on Kubernetes objects depend on.</summary>
internal static class KubeStateMetricsRules
{
    private const string Meaning = "Alerts on Kubernetes objects are unreliable, because they use the metrics of kube-state-metrics.";

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Group()] : [];

    private static RuleGroup Group() =>
        new(
            "kube-state-metrics",
            [
                new AlertRule
                {
                    Name = "KubeStateMetricsListErrors",
                    Expression = ErrorShare(KubeMetrics.ListTotal) > 0.01,
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "kube-state-metrics fails to list objects.",
                    Meaning = Meaning,
                    Runbook = "Find the kind in the log; check its ClusterRole and the health of the API server.",
                },
                new AlertRule
                {
                    Name = "KubeStateMetricsWatchErrors",
                    Expression = ErrorShare(KubeMetrics.WatchTotal) > 0.01,
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "kube-state-metrics fails to watch objects.",
                    Meaning = Meaning,
                    Runbook = "Find the kind in the log; check its ClusterRole and the health of the API server.",
                },
                new AlertRule
                {
                    Name = "KubeStateMetricsShardingMismatch",
                    Expression = Variance(Series(KubeMetrics.TotalShards, Own)).NotEqualTo(0),
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "The pods of kube-state-metrics are configured with different numbers of shards.",
                    Meaning = Meaning,
                    Runbook = "Configure the same number of shards for all of them.",
                },
                new AlertRule
                {
                    Name = "KubeStateMetricsShardsMissing",
                    Expression = (Max(Series(KubeMetrics.TotalShards, Own)) - Shards()) > 0,
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "{{ $value }} of the shards of kube-state-metrics are missing.",
                    Meaning = Meaning,
                    Runbook = "Find its pods that are not running.",
                },
            ]
        );

    private static LabelMatcher Own { get; } = Is("job", "kube-state-metrics");

    private static PromExpr Shards() => Count(Count(Series(KubeMetrics.ShardOrdinal, Own), "shard_ordinal"));

    private static PromExpr ErrorShare(string counter) =>
        Sum(Rate(Series(counter, Own, Is("result", "error")), Minutes(5))) / Sum(Rate(Series(counter, Own), Minutes(5)));
}

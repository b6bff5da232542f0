using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on kube-state-metrics, which the alerts on Kubernetes objects depend on.</summary>
internal static class KubeStateMetricsRules
{
    private const string Meaning = "Alerts on Kubernetes objects depend on kube-state-metrics, whose counts are wrong.";

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
                    Runbook = "Check its ClusterRole and whether the API server is healthy; the log names the kind.",
                },
                new AlertRule
                {
                    Name = "KubeStateMetricsWatchErrors",
                    Expression = ErrorShare(KubeMetrics.WatchTotal) > 0.01,
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "kube-state-metrics fails to watch objects.",
                    Meaning = Meaning,
                    Runbook = "Check its ClusterRole and whether the API server is healthy; the log names the kind.",
                },
                new AlertRule
                {
                    Name = "KubeStateMetricsShardingMismatch",
                    Expression = Variance(Series(KubeMetrics.TotalShards, Own)).NotEqualTo(0),
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "The pods of kube-state-metrics disagree about their number.",
                    Meaning = Meaning,
                    Runbook = "Give all of them the same number of shards.",
                },
                new AlertRule
                {
                    Name = "KubeStateMetricsShardsMissing",
                    Expression = (Max(Series(KubeMetrics.TotalShards, Own)) - Shards()) > 0,
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "{{ $value }} of the shards of kube-state-metrics are missing.",
                    Meaning = Meaning,
                    Runbook = "See which of its pods do not run.",
                },
            ]
        );

    private static LabelMatcher Own { get; } = Is("job", "kube-state-metrics");

    private static PromExpr Shards() => Count(Count(Series(KubeMetrics.ShardOrdinal, Own), "shard_ordinal"));

    private static PromExpr ErrorShare(string counter) =>
        Sum(Rate(Series(counter, Own, Is("result", "error")), Minutes(5))) / Sum(Rate(Series(counter, Own), Minutes(5)));
}

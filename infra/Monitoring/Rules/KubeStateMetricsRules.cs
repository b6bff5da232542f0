using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether kube-state-metrics sees the objects it counts.</summary>
internal static class KubeStateMetricsRules
{
    public static RuleGroup Group() => RuleGroup.Of(
        "kube-state-metrics",
        Alert("KubeStateMetricsListErrors", ErrorShare(KubeMetrics.ListTotal) > 0.01, "kube-state-metrics fails to list objects.", "Check its ClusterRole and whether the API server is well; the log names the kind."),
        Alert("KubeStateMetricsWatchErrors", ErrorShare(KubeMetrics.WatchTotal) > 0.01, "kube-state-metrics fails to watch objects.", "Check its ClusterRole and whether the API server is well; the log names the kind."),
        Alert("KubeStateMetricsShardingMismatch", Deviation(Series(KubeMetrics.TotalShards, Own)).NotEqualTo(0), "The pods of kube-state-metrics disagree about how many they are.", "Give all of them the same number of shards."),
        Alert("KubeStateMetricsShardsMissing",
            (Max(Series(KubeMetrics.TotalShards, Own)) - Count(Count(Series(KubeMetrics.ShardOrdinal, Own), "shard_ordinal"))) > 0,
            "{{ $value }} of the shards of kube-state-metrics are missing.",
            "See which of its pods do not run."));

    private static LabelMatcher Own { get; } = Is("job", "kube-state-metrics");

    private static PromExpr ErrorShare(string counter) =>
        Sum(Rate(Series(counter, Own, Is("result", "error")), Minutes(5))) / Sum(Rate(Series(counter, Own), Minutes(5)));

    private static AlertRule Alert(string name, PromExpr expression, string summary, string runbook) => new(name, expression)
    {
        For = Minutes(15),
        Severity = Severity.Critical,
        Summary = summary,
        Meaning = "Alerts about Kubernetes' objects rest on what kube-state-metrics counts; it counts wrongly.",
        Runbook = runbook,
    };
}

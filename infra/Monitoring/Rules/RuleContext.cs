using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>What the rules of a stack have in common: the monitored namespaces and the thresholds.</summary>
internal sealed class RuleContext(MonitoringPlan plan)
{
    private readonly LabelMatcher _inScope = Like("namespace", string.Join('|', plan.Scope));

    public ThresholdSettings Thresholds { get; } = plan.Settings.Thresholds;

    /// <summary>Series of the monitored namespaces.</summary>
    public SeriesSelector Series(string metric, params ReadOnlySpan<LabelMatcher> matchers) =>
        Query.Series(metric, [_inScope, .. matchers]);

    /// <summary>Adds the label <c>node</c> to a pod's series, so that the alert of a failed node can inhibit theirs.</summary>
    public PromExpr WithNode(PromExpr ofPods) =>
        ofPods.Times(Max(Series(KubeMetrics.PodInfo), "namespace", "pod", "node"), On("namespace", "pod").GroupLeft("node"));
}

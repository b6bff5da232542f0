using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>What all rules of a stack are about.</summary>
internal sealed class RuleContext(MonitoringPlan plan)
{
    /// <summary>Series of the namespaces that alerts are about.</summary>
    public LabelMatcher InScope { get; } = Like("namespace", string.Join('|', plan.Scope));

    public ThresholdSettings Thresholds { get; } = plan.Settings.Thresholds;

    /// <summary>A pod's series with the node it runs on, so that a node that is down can silence it.</summary>
    public PromExpr WithNode(PromExpr ofPods) =>
        ofPods.Times(Max(Series(KubeMetrics.PodInfo, InScope), "namespace", "pod", "node"), On("namespace", "pod").GroupLeft("node"));
}

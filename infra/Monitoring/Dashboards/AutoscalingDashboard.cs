using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>What autoscalers want, and what they get.</summary>
internal static class AutoscalingDashboard
{
    private static readonly LabelMatcher Chosen = Is("namespace", "$namespace");

    public static Dashboard Page() => new()
    {
        Uid = "autoscaling",
        Title = "Autoscaling",
        Folder = DashboardFolders.Cluster,
        Description = "How many pods autoscalers want and have, between their minimum and maximum.",
        Variables = [new Variable("namespace", "Namespace", Series(KubeMetrics.HpaMax), "namespace")],
        Links = [new DashboardLink("Overview", "overview")],
        Rows =
        [
            Row.Of(
                "Pods",
                Lines("Pods there are", Unit.Count, Max(Series(KubeMetrics.HpaCurrent, Chosen), "horizontalpodautoscaler"), "{{horizontalpodautoscaler}}"),
                Lines("Pods wanted", Unit.Count, Max(Series(KubeMetrics.HpaDesired, Chosen), "horizontalpodautoscaler"), "{{horizontalpodautoscaler}}")),
            Row.Of(
                "Room",
                Lines("Share of the maximum", Unit.Share, Max(Series(KubeMetrics.HpaCurrent, Chosen), "horizontalpodautoscaler") / Max(Series(KubeMetrics.HpaMax, Chosen), "horizontalpodautoscaler"), "{{horizontalpodautoscaler}}") with { Limits = new Limits(0.8, 1) },
                Lines("Pods above the minimum", Unit.Count, Max(Series(KubeMetrics.HpaCurrent, Chosen), "horizontalpodautoscaler") - Max(Series(KubeMetrics.HpaMin, Chosen), "horizontalpodautoscaler"), "{{horizontalpodautoscaler}}")),
        ],
    };
}

using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The desired and current replicas of autoscalers.</summary>
internal static class AutoscalingDashboard
{
    private static readonly LabelMatcher Chosen = Is("namespace", "$namespace");

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "autoscaling",
            Title = "Autoscaling",
            Folder = DashboardFolders.Cluster,
            Description = "The desired and current pods of autoscalers, between their minimum and maximum.",
            Variables =
            [
                new Variable
                {
                    Name = "namespace",
                    Label = "Namespace",
                    Series = Series(KubeMetrics.HpaMax),
                    Source = "namespace",
                },
            ],
            Links = [new DashboardLink("Overview", "overview")],
            Rows =
            [
                new Row(
                    "Pods",
                    [
                        new LinesPanel
                        {
                            Title = "Current pods",
                            Unit = Unit.Count,
                            Targets =
                            [
                                new(Max(Series(KubeMetrics.HpaCurrent, Chosen), "horizontalpodautoscaler"), "{{horizontalpodautoscaler}}"),
                            ],
                        },
                        new LinesPanel
                        {
                            Title = "Desired pods",
                            Unit = Unit.Count,
                            Targets =
                            [
                                new(Max(Series(KubeMetrics.HpaDesired, Chosen), "horizontalpodautoscaler"), "{{horizontalpodautoscaler}}"),
                            ],
                        },
                    ]
                ),
                new Row(
                    "Headroom",
                    [
                        new LinesPanel
                        {
                            Title = "Share of the maximum",
                            Unit = Unit.Share,
                            Targets =
                            [
                                new(
                                    Max(Series(KubeMetrics.HpaCurrent, Chosen), "horizontalpodautoscaler")
                                        / Max(Series(KubeMetrics.HpaMax, Chosen), "horizontalpodautoscaler"),
                                    "{{horizontalpodautoscaler}}"
                                ),
                            ],
                            Limits = new Limits(Warning: 0.8, Critical: 1),
                        },
                        new LinesPanel
                        {
                            Title = "Pods above the minimum",
                            Unit = Unit.Count,
                            Targets =
                            [
                                new(
                                    Max(Series(KubeMetrics.HpaCurrent, Chosen), "horizontalpodautoscaler")
                                        - Max(Series(KubeMetrics.HpaMin, Chosen), "horizontalpodautoscaler"),
                                    "{{horizontalpodautoscaler}}"
                                ),
                            ],
                        },
                    ]
                ),
            ],
        };
}

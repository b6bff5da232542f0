using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The resource usage of the pods of a workload.</summary>
internal static class WorkloadDashboard
{
    private static readonly LabelMatcher[] Chosen = [Is("namespace", "$namespace")];

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "workload",
            Title = "Workload",
            Folder = DashboardFolders.Cluster,
            Description = "The resource usage of the pods of a Deployment, StatefulSet, DaemonSet or Job.",
            Variables =
            [
                new Variable
                {
                    Name = "namespace",
                    Label = "Namespace",
                    Series = Series(ResourceRecordings.PodWorkload),
                    Source = "namespace",
                },
                new Variable
                {
                    Name = "workload",
                    Label = "Workload",
                    Series = Series(ResourceRecordings.PodWorkload, Chosen),
                    Source = "workload",
                },
            ],
            Links = [new DashboardLink("Namespace", "namespace"), new DashboardLink("Pod", "pod")],
            Rows =
            [
                new Row(
                    "Usage",
                    [
                        new LinesPanel
                        {
                            Title = "CPU",
                            Unit = Unit.Cores,
                            Targets =
                            [
                                new(InWorkload(Sum(Series(ResourceRecordings.ContainerCpu, Chosen), "namespace", "pod")), "{{pod}}"),
                            ],
                            IsStacked = true,
                        },
                        new LinesPanel
                        {
                            Title = "Memory",
                            Unit = Unit.Bytes,
                            Targets =
                            [
                                new(InWorkload(Sum(Series(ResourceRecordings.ContainerMemory, Chosen), "namespace", "pod")), "{{pod}}"),
                            ],
                            IsStacked = true,
                        },
                    ]
                ),
                new Row(
                    "Pods",
                    [
                        new StatPanel
                        {
                            Title = "Pods",
                            Unit = Unit.Count,
                            Targets = [new(Count(Workload()))],
                        },
                        new LinesPanel
                        {
                            Title = "Ready",
                            Unit = Unit.Count,
                            Targets =
                            [
                                new(
                                    Sum(
                                        InWorkload(
                                            Sum(Series(KubeMetrics.PodReady, [.. Chosen, Is("condition", "true")]), "namespace", "pod")
                                        )
                                    ),
                                    "ready"
                                ),
                            ],
                        },
                        new LinesPanel
                        {
                            Title = "Restarts in 10 minutes",
                            Unit = Unit.Count,
                            Targets =
                            [
                                new(
                                    InWorkload(
                                        Sum(Increase(Series(KubeMetrics.ContainerRestarts, Chosen), Minutes(10)), "namespace", "pod")
                                    ),
                                    "{{pod}}"
                                ),
                            ],
                            Width = 8,
                        },
                    ]
                ),
            ],
        };

    private static PromExpr Workload() =>
        Max(Series(ResourceRecordings.PodWorkload, [.. Chosen, Is("workload", "$workload")]), "namespace", "pod");

    private static PromExpr InWorkload(PromExpr ofPods) => ofPods.Times(Workload(), On("namespace", "pod"));
}

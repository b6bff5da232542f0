using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The resource usage of the pods of a namespace.</summary>
internal static class NamespaceDashboard
{
    private static readonly LabelMatcher Chosen = Is("namespace", "$namespace");

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "namespace",
            Title = "Namespace",
            Folder = DashboardFolders.Cluster,
            Description = "The resource usage of the pods of a namespace, compared with their requests.",
            Variables =
            [
                new Variable
                {
                    Name = "namespace",
                    Label = "Namespace",
                    Series = Series(KubeMetrics.PodInfo),
                    Source = "namespace",
                },
            ],
            Links = [new DashboardLink("Cluster", "cluster"), new DashboardLink("Workload", "workload"), new DashboardLink("Pod", "pod")],
            Rows =
            [
                new Row(
                    "Usage",
                    [ResourcePanels.Cpu("pod", Chosen) with { Link = Detail }, ResourcePanels.Memory("pod", Chosen) with { Link = Detail }]
                ),
                new Row(
                    "Saturation",
                    [
                        ResourcePanels.CpuAgainstRequests("pod", Chosen),
                        ResourcePanels.MemoryAgainstLimits("pod", Chosen),
                        ResourcePanels.Throttled("pod", Chosen),
                        ResourcePanels.Restarts("pod", Chosen),
                    ]
                ),
                new Row("Network", [ResourcePanels.Received("pod", Chosen), ResourcePanels.Sent("pod", Chosen)]),
            ],
        };

    private static DashboardLink Detail { get; } = new("Pod", "pod", "var-namespace=$namespace&var-pod=${__field.labels.pod}");
}

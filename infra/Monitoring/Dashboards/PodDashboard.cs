using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The resource usage of the containers of a pod.</summary>
internal static class PodDashboard
{
    private static readonly LabelMatcher[] Chosen = [Is("namespace", "$namespace"), Is("pod", "$pod")];

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "pod",
            Title = "Pod",
            Folder = DashboardFolders.Cluster,
            Description = "The resource usage, throttling and restarts of the containers of a pod.",
            Variables =
            [
                new Variable
                {
                    Name = "namespace",
                    Label = "Namespace",
                    Series = Series(KubeMetrics.PodInfo),
                    Source = "namespace",
                },
                new Variable
                {
                    Name = "pod",
                    Label = "Pod",
                    Series = Series(KubeMetrics.PodInfo, Is("namespace", "$namespace")),
                    Source = "pod",
                },
            ],
            Links = [new DashboardLink("Namespace", "namespace"), new DashboardLink("Logs", "logs")],
            Rows =
            [
                new Row("Usage", [ResourcePanels.Cpu("container", Chosen), ResourcePanels.Memory("container", Chosen)]),
                new Row(
                    "Saturation",
                    [
                        ResourcePanels.CpuAgainstRequests("container", Chosen),
                        ResourcePanels.MemoryAgainstLimits("container", Chosen),
                        ResourcePanels.Throttled("container", Chosen),
                        ResourcePanels.Restarts("container", Chosen),
                    ]
                ),
                new Row(
                    "Network and disk",
                    [
                        ResourcePanels.Received("pod", Chosen),
                        ResourcePanels.Sent("pod", Chosen),
                        Reads("Read from disk", KubeletMetrics.FilesystemReads),
                        Reads("Written to disk", KubeletMetrics.FilesystemWrites),
                    ]
                ),
            ],
        };

    private static LinesPanel Reads(string title, string metric) =>
        new LinesPanel
        {
            Title = title,
            Unit = Unit.BytesPerSecond,
            Targets = [new(Sum(Rate(Series(metric, Chosen)), "container"), "{{container}}")],
        };
}

using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>What the containers of a pod use.</summary>
internal static class PodDashboard
{
    private static readonly LabelMatcher[] Chosen = [Is("namespace", "$namespace"), Is("pod", "$pod")];

    public static Dashboard Page() => new()
    {
        Uid = "pod",
        Title = "Pod",
        Folder = DashboardFolders.Cluster,
        Description = "What the containers of a pod use, and how they fare.",
        Variables =
        [
            new Variable("namespace", "Namespace", Series(KubeMetrics.PodInfo), "namespace"),
            new Variable("pod", "Pod", Series(KubeMetrics.PodInfo, Is("namespace", "$namespace")), "pod"),
        ],
        Links = [new DashboardLink("Namespace", "namespace"), new DashboardLink("Logs", "logs")],
        Rows =
        [
            Row.Of("Use", ResourcePanels.Cpu("container", Chosen), ResourcePanels.Memory("container", Chosen)),
            Row.Of("Saturation", ResourcePanels.CpuAgainstRequests("container", Chosen), ResourcePanels.MemoryAgainstLimits("container", Chosen), ResourcePanels.Throttled("container", Chosen), ResourcePanels.Restarts("container", Chosen)),
            Row.Of("Network and disk", ResourcePanels.Received("pod", Chosen), ResourcePanels.Sent("pod", Chosen), Reads("Read from disk", KubeletMetrics.FilesystemReads), Reads("Written to disk", KubeletMetrics.FilesystemWrites)),
        ],
    };

    private static Panel Reads(string title, string metric) => Lines(title, Unit.BytesPerSecond, Sum(Rate(Series(metric, Chosen)), "container"), "{{container}}");
}

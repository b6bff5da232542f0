using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>What the pods of a namespace use.</summary>
internal static class NamespaceDashboard
{
    private static readonly LabelMatcher Chosen = Is("namespace", "$namespace");

    public static Dashboard Page() => new()
    {
        Uid = "namespace",
        Title = "Namespace",
        Folder = DashboardFolders.Cluster,
        Description = "What the pods of a namespace use beside what they requested.",
        Variables = [new Variable("namespace", "Namespace", Series(KubeMetrics.PodInfo), "namespace")],
        Links = [new DashboardLink("Cluster", "cluster"), new DashboardLink("Workload", "workload"), new DashboardLink("Pod", "pod")],
        Rows =
        [
            Row.Of("Use", ResourcePanels.Cpu("pod", Chosen) with { Link = Detail }, ResourcePanels.Memory("pod", Chosen) with { Link = Detail }),
            Row.Of("Saturation", ResourcePanels.CpuAgainstRequests("pod", Chosen), ResourcePanels.MemoryAgainstLimits("pod", Chosen), ResourcePanels.Throttled("pod", Chosen), ResourcePanels.Restarts("pod", Chosen)),
            Row.Of("Network", ResourcePanels.Received("pod", Chosen), ResourcePanels.Sent("pod", Chosen)),
        ],
    };

    private static DashboardLink Detail { get; } = new("Pod", "pod", "var-namespace=$namespace&var-pod=${__field.labels.pod}");
}

using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>How much of the cluster is used, and by whom.</summary>
internal static class ClusterDashboard
{
    public static Dashboard Page() => new()
    {
        Uid = "cluster",
        Title = "Cluster",
        Folder = DashboardFolders.Cluster,
        Description = "How much of the cluster's processors and memory is requested and used, by namespace.",
        Links = [new DashboardLink("Namespace", "namespace"), new DashboardLink("Nodes", "node"), new DashboardLink("Overview", "overview")],
        Rows =
        [
            Row.Of(
                "Headroom",
                Stat("Processor used", Unit.Share, Sum(Series(ResourceRecordings.ContainerCpu)) / Allocatable("cpu"), new Limits(0.8, 0.9)),
                Stat("Processor requested", Unit.Share, Sum(Series(ResourceRecordings.CpuRequests)) / Allocatable("cpu"), new Limits(0.85, 0.95)),
                Stat("Memory used", Unit.Share, Sum(Series(ResourceRecordings.ContainerMemory)) / Allocatable("memory"), new Limits(0.8, 0.9)),
                Stat("Memory requested", Unit.Share, Sum(Series(ResourceRecordings.MemoryRequests)) / Allocatable("memory"), new Limits(0.85, 0.95)),
                Stat("Nodes ready", Unit.Count, Sum(Series(KubeMetrics.NodeCondition, Is("condition", "Ready"), Is("status", "true")))),
                Stat("Pods not running", Unit.Count, Sum(Series(KubeMetrics.PodPhase, Like("phase", "Pending|Unknown|Failed"))), new Limits(1, 10))),
            Row.Of(
                "By namespace",
                ResourcePanels.Cpu("namespace") with { Link = Detail },
                ResourcePanels.Memory("namespace") with { Link = Detail },
                ResourcePanels.CpuAgainstRequests("namespace"),
                ResourcePanels.MemoryAgainstLimits("namespace")),
            Row.Of("Quotas", Table("Use of quotas", Unit.Share, QuotaUse())),
        ],
    };

    private static DashboardLink Detail { get; } = new("Namespace", "namespace", "var-namespace=${__field.labels.namespace}");

    private static PromExpr QuotaUse() =>
        Max(Series(KubeMetrics.ResourceQuota, Is("type", "used")), "namespace", "resource") / (Max(Series(KubeMetrics.ResourceQuota, Is("type", "hard")), "namespace", "resource") > 0);

    private static PromExpr Allocatable(string resource) => Sum(Series(KubeMetrics.NodeAllocatable, Is("resource", resource)));
}

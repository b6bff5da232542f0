using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The usage of the cluster by namespace.</summary>
internal static class ClusterDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.Settings.Parts.KubeStateMetrics ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "cluster",
            Title = "Cluster",
            Folder = DashboardFolders.Cluster,
            Description = "The requested and used CPU and memory of the cluster, by namespace.",
            Links =
            [
                new DashboardLink("Namespace", "namespace"),
                new DashboardLink("Nodes", "node"),
                new DashboardLink("Overview", "overview"),
            ],
            Rows =
            [
                new Row(
                    "Headroom",
                    [
                        new StatPanel
                        {
                            Title = "CPU used",
                            Unit = Unit.Share,
                            Targets = [new(Sum(Series(ResourceRecordings.ContainerCpu)) / Allocatable("cpu"))],
                            Limits = new Limits(Warning: 0.8, Critical: 0.9),
                        },
                        new StatPanel
                        {
                            Title = "CPU requested",
                            Unit = Unit.Share,
                            Targets = [new(Sum(Series(ResourceRecordings.CpuRequests)) / Allocatable("cpu"))],
                            Limits = new Limits(Warning: 0.85, Critical: 0.95),
                        },
                        new StatPanel
                        {
                            Title = "Memory used",
                            Unit = Unit.Share,
                            Targets = [new(Sum(Series(ResourceRecordings.ContainerMemory)) / Allocatable("memory"))],
                            Limits = new Limits(Warning: 0.8, Critical: 0.9),
                        },
                        new StatPanel
                        {
                            Title = "Memory requested",
                            Unit = Unit.Share,
                            Targets = [new(Sum(Series(ResourceRecordings.MemoryRequests)) / Allocatable("memory"))],
                            Limits = new Limits(Warning: 0.85, Critical: 0.95),
                        },
                        new StatPanel
                        {
                            Title = "Nodes ready",
                            Unit = Unit.Count,
                            Targets = [new(Sum(Series(KubeMetrics.NodeCondition, Is("condition", "Ready"), Is("status", "true"))))],
                        },
                        new StatPanel
                        {
                            Title = "Pods not running",
                            Unit = Unit.Count,
                            Targets = [new(Sum(Series(KubeMetrics.PodPhase, Like("phase", "Pending|Unknown|Failed"))))],
                            Limits = new Limits(Warning: 1, Critical: 10),
                        },
                    ]
                ),
                new Row(
                    "By namespace",
                    [
                        ResourcePanels.Cpu("namespace") with
                        {
                            Link = Detail,
                        },
                        ResourcePanels.Memory("namespace") with
                        {
                            Link = Detail,
                        },
                        ResourcePanels.CpuAgainstRequests("namespace"),
                        ResourcePanels.MemoryAgainstLimits("namespace"),
                    ]
                ),
                new Row(
                    "Quotas",
                    [
                        new TablePanel
                        {
                            Title = "Quota usage",
                            Unit = Unit.Share,
                            Targets = [new(QuotaUse())],
                        },
                    ]
                ),
            ],
        };

    private static DashboardLink Detail { get; } = new("Namespace", "namespace", "var-namespace=${__field.labels.namespace}");

    private static PromExpr QuotaUse() =>
        Max(Series(KubeMetrics.ResourceQuota, Is("type", "used")), "namespace", "resource")
        / (Max(Series(KubeMetrics.ResourceQuota, Is("type", "hard")), "namespace", "resource") > 0);

    private static PromExpr Allocatable(string resource) => Sum(Series(KubeMetrics.NodeAllocatable, Is("resource", resource)));
}

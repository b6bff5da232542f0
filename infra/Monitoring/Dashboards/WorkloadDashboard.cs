using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>What the pods of a workload use together.</summary>
internal static class WorkloadDashboard
{
    private static readonly LabelMatcher[] Chosen = [Is("namespace", "$namespace")];

    public static Dashboard Page() => new()
    {
        Uid = "workload",
        Title = "Workload",
        Folder = DashboardFolders.Cluster,
        Description = "What the pods of a Deployment, StatefulSet, DaemonSet or Job use together.",
        Variables =
        [
            new Variable("namespace", "Namespace", Series(ResourceRecordings.PodWorkload), "namespace"),
            new Variable("workload", "Workload", Series(ResourceRecordings.PodWorkload, Chosen), "workload"),
        ],
        Links = [new DashboardLink("Namespace", "namespace"), new DashboardLink("Pod", "pod")],
        Rows =
        [
            Row.Of(
                "Use",
                Lines("Processor", Unit.Cores, OfWorkload(Sum(Series(ResourceRecordings.ContainerCpu, Chosen), "namespace", "pod")), "{{pod}}") with { IsStacked = true },
                Lines("Memory", Unit.Bytes, OfWorkload(Sum(Series(ResourceRecordings.ContainerMemory, Chosen), "namespace", "pod")), "{{pod}}") with { IsStacked = true }),
            Row.Of(
                "Pods",
                Stat("Pods", Unit.Count, Count(Workload())),
                Lines("Ready", Unit.Count, Sum(OfWorkload(Sum(Series(KubeMetrics.PodReady, [.. Chosen, Is("condition", "true")]), "namespace", "pod"))), "ready"),
                Lines("Restarts in ten minutes", Unit.Count, OfWorkload(Sum(Increase(Series(KubeMetrics.ContainerRestarts, Chosen), Minutes(10)), "namespace", "pod")), "{{pod}}") with { Width = 8 }),
        ],
    };

    private static PromExpr Workload() => Max(Series(ResourceRecordings.PodWorkload, [.. Chosen, Is("workload", "$workload")]), "namespace", "pod");

    private static PromExpr OfWorkload(PromExpr ofPods) => ofPods.Times(Workload(), On("namespace", "pod"));
}

using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Use, saturation and errors of the machines that nodes are.</summary>
internal static class NodeDashboard
{
    private static readonly LabelMatcher[] Chosen = [Is("job", "node-exporter"), Like("instance", "$instance")];

    public static Dashboard Page() => new()
    {
        Uid = "node",
        Title = "Nodes",
        Folder = DashboardFolders.Cluster,
        Description = "Use, saturation and errors of each machine's processors, memory, disks and network.",
        Variables = [new Variable("instance", "Node", Series(NodeMetrics.Load1), "instance", IsMultiple: true)],
        Links = [new DashboardLink("Cluster", "cluster")],
        Rows =
        [
            Row.Of(
                "Processor and memory",
                Lines("Processor", Unit.Share, Series(NodeExporterRules.CpuUse, Like("instance", "$instance")), "{{instance}}") with { Limits = new Limits(0.8, 0.9) },
                Lines("Tasks for each processor", Unit.Count, ((PromExpr)Series(NodeMetrics.Load1, Chosen)).DividedBy(Series(NodeExporterRules.CpuCount), On("instance")), "{{instance}}") with { Limits = new Limits(1, 2) },
                Lines("Memory", Unit.Share, Series(NodeExporterRules.MemoryUse, Like("instance", "$instance")), "{{instance}}") with { Limits = new Limits(0.8, 0.9) },
                Lines("Pages read back", Unit.PerSecond, Rate(Series(NodeMetrics.MajorFaults, Chosen)), "{{instance}}")),
            Row.Of(
                "Disks",
                Lines("Time busy", Unit.Share, Rate(Series(NodeMetrics.DiskIo, Chosen)), "{{instance}} {{device}}"),
                Lines("Space free", Unit.Share, (PromExpr)Series(NodeMetrics.FilesystemAvailable, [.. Chosen, Unlike("fstype", "tmpfs|overlay|")]) / Series(NodeMetrics.FilesystemSize, [.. Chosen, Unlike("fstype", "tmpfs|overlay|")]), "{{instance}} {{mountpoint}}") with { Limits = new Limits(0.1, 0.05) }),
            Row.Of(
                "Network",
                Lines("Received", Unit.BytesPerSecond, Sum(Rate(Series(NodeMetrics.NetworkReceived, Chosen)), "instance"), "{{instance}}"),
                Lines("Sent", Unit.BytesPerSecond, Sum(Rate(Series(NodeMetrics.NetworkSent, Chosen)), "instance"), "{{instance}}")),
        ],
    };
}

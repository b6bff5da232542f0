using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The utilization, saturation and errors of nodes.</summary>
internal static class NodeDashboard
{
    private static readonly LabelMatcher[] Chosen = [Is("job", "node-exporter"), Like("instance", "$instance")];

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => plan.Settings.Parts.NodeExporter ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "node",
            Title = "Nodes",
            Folder = DashboardFolders.Cluster,
            Description = "Utilization, saturation and errors of each machine's CPU, memory, disks and network.",
            Variables =
            [
                new Variable
                {
                    Name = "instance",
                    Label = "Node",
                    Series = Series(NodeMetrics.Load1),
                    Source = "instance",
                    IsMultiple = true,
                },
            ],
            Links = [new DashboardLink("Cluster", "cluster")],
            Rows =
            [
                new Row(
                    "CPU and memory",
                    [
                        new LinesPanel
                        {
                            Title = "CPU",
                            Unit = Unit.Share,
                            Targets = [new(Series(NodeExporterRecordings.CpuUse, Like("instance", "$instance")), "{{instance}}")],
                            Limits = new Limits(Warning: 0.8, Critical: 0.9),
                        },
                        new LinesPanel
                        {
                            Title = "Tasks per core",
                            Unit = Unit.Count,
                            Targets =
                            [
                                new(
                                    Series(NodeMetrics.Load1, Chosen).DividedBy(Series(NodeExporterRecordings.CpuCount), On("instance")),
                                    "{{instance}}"
                                ),
                            ],
                            Limits = new Limits(Warning: 1, Critical: 2),
                        },
                        new LinesPanel
                        {
                            Title = "Memory",
                            Unit = Unit.Share,
                            Targets = [new(Series(NodeExporterRecordings.MemoryUse, Like("instance", "$instance")), "{{instance}}")],
                            Limits = new Limits(Warning: 0.8, Critical: 0.9),
                        },
                        new LinesPanel
                        {
                            Title = "Major page faults",
                            Unit = Unit.PerSecond,
                            Targets = [new(Rate(Series(NodeMetrics.MajorFaults, Chosen)), "{{instance}}")],
                        },
                    ]
                ),
                new Row(
                    "Disks",
                    [
                        new LinesPanel
                        {
                            Title = "Busy time",
                            Unit = Unit.Share,
                            Targets = [new(Rate(Series(NodeMetrics.DiskIo, Chosen)), "{{instance}} {{device}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Free space",
                            Unit = Unit.Share,
                            Targets =
                            [
                                new(
                                    Series(NodeMetrics.FilesystemAvailable, [.. Chosen, Unlike("fstype", "tmpfs|overlay|")])
                                        / Series(NodeMetrics.FilesystemSize, [.. Chosen, Unlike("fstype", "tmpfs|overlay|")]),
                                    "{{instance}} {{mountpoint}}"
                                ),
                            ],
                            Limits = new Limits(Warning: 0.1, Critical: 0.05),
                        },
                    ]
                ),
                new Row(
                    "Network",
                    [
                        new LinesPanel
                        {
                            Title = "Received",
                            Unit = Unit.BytesPerSecond,
                            Targets = [new(Sum(Rate(Series(NodeMetrics.NetworkReceived, Chosen)), "instance"), "{{instance}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Sent",
                            Unit = Unit.BytesPerSecond,
                            Targets = [new(Sum(Rate(Series(NodeMetrics.NetworkSent, Chosen)), "instance"), "{{instance}}")],
                        },
                    ]
                ),
            ],
        };
}

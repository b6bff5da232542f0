using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>CPU and memory utilization of the machines of the nodes.</summary>
internal static class NodeExporterRecordings
{
    public const string CpuUse = "instance:node_cpu_utilisation:rate5m";
    public const string CpuCount = "instance:node_num_cpu:sum";
    public const string MemoryUse = "instance:node_memory_utilisation:ratio";

    private static readonly LabelMatcher Own = Is("job", "node-exporter");

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => plan.Settings.Parts.NodeExporter ? [Group()] : [];

    private static RuleGroup Group() =>
        new(
            "node-exporter-recordings",
            [
                new RecordingRule { Name = CpuCount, Expression = Count(Series(NodeMetrics.Cpu, Own, Is("mode", "idle")), "instance") },
                new RecordingRule { Name = CpuUse, Expression = 1 - Avg(UnusedCpu(), "instance") },
                new RecordingRule { Name = MemoryUse, Expression = 1 - Max(AvailableMemory(), "instance") },
            ]
        );

    private static PromExpr UnusedCpu() =>
        Sum(Rate(Series(NodeMetrics.Cpu, Own, Like("mode", "idle|iowait|steal")), Minutes(5)), "instance", "cpu");

    private static PromExpr AvailableMemory() => Series(NodeMetrics.MemoryAvailable, Own) / Series(NodeMetrics.MemoryTotal, Own);
}

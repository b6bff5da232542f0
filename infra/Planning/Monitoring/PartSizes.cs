using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Monitoring;

/// <summary>
/// The resources of each part by the size of the monitoring. CPU has no limit, because a throttled Prometheus misses scrapes.
/// </summary>
internal static class PartSizes
{
    public static SizeSettings Prometheus(MonitoringSize size) =>
        Size(size, ("200m", "512Mi", "1Gi"), ("500m", "2Gi", "4Gi"), ("2", "8Gi", "12Gi"));

    public static SizeSettings Alertmanager(MonitoringSize size) =>
        Size(size, ("10m", "32Mi", "64Mi"), ("20m", "64Mi", "128Mi"), ("50m", "128Mi", "256Mi"));

    public static SizeSettings KubeStateMetrics(MonitoringSize size) =>
        Size(size, ("10m", "48Mi", "128Mi"), ("50m", "128Mi", "256Mi"), ("200m", "512Mi", "1Gi"));

    public static SizeSettings Grafana(MonitoringSize size) =>
        Size(size, ("50m", "128Mi", "256Mi"), ("100m", "256Mi", "512Mi"), ("250m", "512Mi", "1Gi"));

    public static SizeSettings Loki(MonitoringSize size) =>
        Size(size, ("100m", "256Mi", "512Mi"), ("500m", "1Gi", "2Gi"), ("2", "4Gi", "8Gi"));

    public static SizeSettings MetricsAdapter(MonitoringSize size) =>
        Size(size, ("20m", "64Mi", "128Mi"), ("50m", "128Mi", "256Mi"), ("200m", "512Mi", "1Gi"));

    /// <summary>The load of an agent depends on its node, not on the size of the cluster.</summary>
    public static SizeSettings OnEachNode { get; } = Amounts("25m", "48Mi", "128Mi");

    public static SizeSettings Pushgateway { get; } = Amounts("10m", "24Mi", "64Mi");

    public static SizeSettings Blackbox { get; } = Amounts("10m", "24Mi", "64Mi");

    public static Quantity MetricsVolume(MonitoringSize size) => Quantity.Parse(Choose(size, "8Gi", "40Gi", "160Gi"));

    public static Quantity LogsVolume(MonitoringSize size) => Quantity.Parse(Choose(size, "10Gi", "50Gi", "200Gi"));

    private static SizeSettings Size(MonitoringSize size, params (string Cpu, string Memory, string Limit)[] amounts)
    {
        var (cpu, memory, limit) = amounts[(int)size];
        return Amounts(cpu, memory, limit);
    }

    private static SizeSettings Amounts(string cpu, string memory, string limit) =>
        new()
        {
            Requests = new ResourceAmounts { Cpu = Quantity.Parse(cpu), Memory = Quantity.Parse(memory) },
            Limits = new ResourceAmounts { Memory = Quantity.Parse(limit) },
        };

    private static string Choose(MonitoringSize size, params string[] amounts) => amounts[(int)size];
}

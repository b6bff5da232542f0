using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Planning.Monitoring;

/// <summary>The names of the parts of the monitoring.</summary>
internal static class PartNames
{
    public const string Prometheus = "prometheus";
    public const string Alertmanager = "alertmanager";
    public const string KubeStateMetrics = "kube-state-metrics";
    public const string NodeExporter = "node-exporter";
    public const string Grafana = "grafana";
    public const string Loki = "loki";
    public const string FluentBit = "fluent-bit";
    public const string Blackbox = "blackbox";
    public const string MetricsAdapter = "metrics-adapter";
    public const string Pushgateway = "pushgateway";

    /// <summary>Converts a component's name: <c>KubeStateMetrics</c> to <c>kube-state-metrics</c>.</summary>
    public static string FromComponent(string component) => KubernetesNames.ToLabel(component);

    /// <summary>The headless Service that gives each pod a DNS name.</summary>
    public static string Peers(string part) => $"{part}-peers";
}

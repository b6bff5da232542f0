using Infra.Backend.Settings.Values;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>An image of the monitoring stack that a stack's settings may replace.</summary>
/// <param name="Key">Its name in <c>monitoring.images</c>.</param>
/// <param name="Default">The image this release was made for: configuration, flags and metric names belong to it.</param>
internal sealed record MonitoringImage(string Key, ImageReference Default)
{
    public static MonitoringImage Prometheus { get; } = Of("prometheus", "quay.io/prometheus/prometheus", "v3.5.0");

    public static MonitoringImage Alertmanager { get; } = Of("alertmanager", "quay.io/prometheus/alertmanager", "v0.28.1");

    public static MonitoringImage KubeStateMetrics { get; } = Of("kubeStateMetrics", "registry.k8s.io/kube-state-metrics/kube-state-metrics", "v2.17.0");

    public static MonitoringImage NodeExporter { get; } = Of("nodeExporter", "quay.io/prometheus/node-exporter", "v1.9.1");

    public static MonitoringImage Grafana { get; } = Of("grafana", "docker.io/grafana/grafana", "12.1.1");

    public static MonitoringImage Loki { get; } = Of("loki", "docker.io/grafana/loki", "3.5.3");

    public static MonitoringImage FluentBit { get; } = Of("fluentBit", "cr.fluentbit.io/fluent/fluent-bit", "4.0.8");

    public static MonitoringImage Blackbox { get; } = Of("blackbox", "quay.io/prometheus/blackbox-exporter", "v0.27.0");

    public static MonitoringImage MetricsAdapter { get; } = Of("metricsAdapter", "registry.k8s.io/prometheus-adapter/prometheus-adapter", "v0.12.0");

    public ImageReference In(IReadOnlyDictionary<string, ImageReference> chosen) => chosen.GetValueOrDefault(Key, Default);

    private static MonitoringImage Of(string key, string name, string tag) => new(key, new ImageReference(name, tag, null));
}

using System.Collections.Immutable;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Monitoring;

/// <summary>An image of the monitoring, which the settings may replace.</summary>
/// <param name="Key">Its name in <c>monitoring.images</c>.</param>
/// <param name="Default">The image that the generated configuration, flags and metric names are written for.</param>
internal sealed record MonitoringImage(string Key, ImageReference Default)
{
    public static MonitoringImage Prometheus { get; } = Create("prometheus", "quay.io/prometheus/prometheus", "v3.5.0");

    public static MonitoringImage Alertmanager { get; } = Create("alertmanager", "quay.io/prometheus/alertmanager", "v0.28.1");

    public static MonitoringImage KubeStateMetrics { get; } =
        Create("kubeStateMetrics", "registry.k8s.io/kube-state-metrics/kube-state-metrics", "v2.17.0");

    public static MonitoringImage NodeExporter { get; } = Create("nodeExporter", "quay.io/prometheus/node-exporter", "v1.9.1");

    public static MonitoringImage Grafana { get; } = Create("grafana", "docker.io/grafana/grafana", "12.1.1");

    public static MonitoringImage Loki { get; } = Create("loki", "docker.io/grafana/loki", "3.5.3");

    public static MonitoringImage FluentBit { get; } = Create("fluentBit", "cr.fluentbit.io/fluent/fluent-bit", "4.0.8");

    public static MonitoringImage Blackbox { get; } = Create("blackbox", "quay.io/prometheus/blackbox-exporter", "v0.27.0");

    public static MonitoringImage MetricsAdapter { get; } =
        Create("metricsAdapter", "registry.k8s.io/prometheus-adapter/prometheus-adapter", "v0.12.0");

    public static MonitoringImage Pushgateway { get; } = Create("pushgateway", "quay.io/prometheus/pushgateway", "v1.11.1");

    /// <summary>The images of all parts.</summary>
    public static ImmutableArray<MonitoringImage> All { get; } =
    [Prometheus, Alertmanager, KubeStateMetrics, NodeExporter, Grafana, Loki, FluentBit, Blackbox, MetricsAdapter, Pushgateway];

    public ImageReference In(IReadOnlyDictionary<string, ImageReference> chosen) => chosen.GetValueOrDefault(Key, Default);

    private static MonitoringImage Create(string key, string name, string tag) => new(key, ImageReference.Parse($"{name}:{tag}"));
}

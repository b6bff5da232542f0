using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>
/// How the stack is watched. The block being there is enough for a whole monitoring stack; <c>monitoring: off</c> is none.
/// </summary>
[ShortForm(nameof(Mode))]
internal sealed record MonitoringSettings
{
    /// <summary>Whether there is a monitoring stack of its own, collectors for one elsewhere, or nothing.</summary>
    /// <value>local</value>
    /// <remarks>The whole monitoring stack, collectors only, or nothing.</remarks>
    /// <example>monitoring: off</example>
    public MonitoringMode Mode { get; init; } = MonitoringMode.Local;

    /// <summary>How much its parts get.</summary>
    /// <value>from the number of services and pods: small below 50 pods, medium below 500, large above</value>
    /// <remarks>Requests, limits and volumes of the monitoring stack's parts.</remarks>
    /// <example>monitoring: {size: small}</example>
    public MonitoringSize? Size { get; init; }

    /// <summary>The parts that are deployed.</summary>
    /// <value>all of them</value>
    /// <remarks>The workloads of the monitoring stack.</remarks>
    /// <example>monitoring: {parts: {blackbox: false}}</example>
    public MonitoringParts Parts { get; init; } = new();

    /// <summary>Other images than the bundled ones, by part; a digest pins one.</summary>
    /// <value>the bundled ones</value>
    /// <remarks>The <c>image</c> of the part's container.</remarks>
    /// <example>monitoring: {images: {prometheus: "quay.io/prometheus/prometheus:v3.5.1"}}</example>
    public IReadOnlyDictionary<string, ImageReference> Images { get; init; } = ImmutableDictionary<string, ImageReference>.Empty;

    /// <summary>How long measurements and logs are kept.</summary>
    /// <value>15 days of measurements, 7 days of logs</value>
    /// <remarks>Arguments of Prometheus, the configuration of Loki and the size of their volumes.</remarks>
    /// <example>monitoring: {retention: {time: 30d}}</example>
    public RetentionSettings Retention { get; init; } = new();

    /// <summary>The storage class of its volumes.</summary>
    /// <value>the cluster's default</value>
    /// <remarks>The claims' <c>storageClassName</c>.</remarks>
    /// <example>monitoring: {storageClass: fast-ssd}</example>
    public string? StorageClass { get; init; }

    /// <summary>How often everything is measured that does not say otherwise.</summary>
    /// <value>30s</value>
    /// <remarks>Prometheus' <c>scrape_interval</c> and <c>evaluation_interval</c>.</remarks>
    /// <example>monitoring: {interval: 15s}</example>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The namespaces the cluster's alerts are about, as regular expressions.</summary>
    /// <value>the stack's own namespace, its monitoring namespaces and kube-system</value>
    /// <remarks>The namespaces in the alerts' expressions.</remarks>
    /// <example>monitoring: {namespaces: [shop, kube-.*]}</example>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Where the alerts' thresholds lie.</summary>
    /// <value>as listed there</value>
    /// <remarks>The alerts' expressions.</remarks>
    /// <example>monitoring: {thresholds: {errorPercent: 2}}</example>
    public ThresholdSettings Thresholds { get; init; } = new();

    /// <summary>Grafana.</summary>
    /// <value>as listed there</value>
    /// <remarks>The Deployment of Grafana.</remarks>
    /// <example>monitoring: {grafana: {adminPassword: sandbox}}</example>
    public GrafanaSettings Grafana { get; init; } = new();

    /// <summary>Who can be told of alerts, by name.</summary>
    /// <value>nobody</value>
    /// <remarks>Receivers in Alertmanager's configuration.</remarks>
    /// <example>receivers: {on-call: {pagerDuty: {routingKey: sandbox}}}</example>
    [Names]
    public IReadOnlyDictionary<string, ReceiverSettings> Receivers { get; init; } = ImmutableDictionary<string, ReceiverSettings>.Empty;

    /// <summary>Who is told of which alerts.</summary>
    /// <value>nobody is told</value>
    /// <remarks>Routes in Alertmanager's configuration.</remarks>
    /// <example>monitoring: {receivers: {chat: {webhook: "https://hooks.example.com/shop"}}, routing: {default: chat}}</example>
    public RoutingSettings Routing { get; init; } = new();

    /// <summary>The monitoring elsewhere that collectors here deliver to, with <c>mode: external</c>.</summary>
    /// <value>none</value>
    /// <remarks>Where the collectors deliver.</remarks>
    /// <example>monitoring: {mode: external, external: {prometheus: "https://metrics.example.com/api/v1/write"}}</example>
    public ExternalMonitoringSettings? External { get; init; }

    /// <summary>The address of the pages that say what to do about an alert; each alert's name in lower case is appended.</summary>
    /// <value>docs/alerts.md#</value>
    /// <remarks>The annotation <c>runbook_url</c> of every alert.</remarks>
    /// <example>monitoring: {runbooks: "https://wiki.example.com/alerts#"}</example>
    public string Runbooks { get; init; } = "docs/alerts.md#";
}

/// <summary>Where monitoring happens.</summary>
internal enum MonitoringMode
{
    /// <summary>In a monitoring stack on the same cluster.</summary>
    Local,

    /// <summary>Elsewhere: here are only collectors.</summary>
    External,

    /// <summary>Nowhere.</summary>
    Off,
}

/// <summary>How much the parts of the monitoring stack get.</summary>
internal enum MonitoringSize
{
    /// <summary>Up to 50 pods.</summary>
    Small,

    /// <summary>Up to 500 pods.</summary>
    Medium,

    /// <summary>Thousands of pods.</summary>
    Large,
}

/// <summary>Which optional parts of the monitoring stack there are. Prometheus itself always is.</summary>
internal sealed record MonitoringParts
{
    /// <summary>Alertmanager, which tells people.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and what is configured to talk to it.</remarks>
    /// <example>parts: {alertmanager: false}</example>
    public bool Alertmanager { get; init; } = true;

    /// <summary>kube-state-metrics, which counts Kubernetes' objects.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and what is configured to talk to it.</remarks>
    /// <example>parts: {kubeStateMetrics: false}</example>
    public bool KubeStateMetrics { get; init; } = true;

    /// <summary>node-exporter on every node, which measures machines.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and what is configured to talk to it.</remarks>
    /// <example>parts: {nodeExporter: false}</example>
    public bool NodeExporter { get; init; } = true;

    /// <summary>Grafana with its dashboards.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and what is configured to talk to it.</remarks>
    /// <example>parts: {grafana: false}</example>
    public bool Grafana { get; init; } = true;

    /// <summary>Fluent Bit on every node, and Loki, which keeps what it collects.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and what is configured to talk to it.</remarks>
    /// <example>parts: {logs: false}</example>
    public bool Logs { get; init; } = true;

    /// <summary>The blackbox exporter, which asks for exposed hosts as the world does.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and what is configured to talk to it.</remarks>
    /// <example>parts: {blackbox: false}</example>
    public bool Blackbox { get; init; } = true;

    /// <summary>prometheus-adapter, by which autoscalers follow requests per second.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and what is configured to talk to it.</remarks>
    /// <example>parts: {metricsAdapter: false}</example>
    public bool MetricsAdapter { get; init; } = true;
}

/// <summary>How long measurements and logs are kept.</summary>
internal sealed record RetentionSettings
{
    /// <summary>How long Prometheus keeps measurements.</summary>
    /// <value>15d; as long as the longest objective's window, if that is longer</value>
    /// <remarks>Prometheus' <c>--storage.tsdb.retention.time</c>.</remarks>
    /// <example>retention: {time: 30d, size: 40Gi}</example>
    public TimeSpan? Time { get; init; }

    /// <summary>How many bytes of measurements Prometheus keeps; the oldest go first.</summary>
    /// <value>from the size of the monitoring stack: 8Gi, 40Gi or 160Gi</value>
    /// <remarks>Prometheus' <c>--storage.tsdb.retention.size</c>, and its volume.</remarks>
    /// <example>retention: {size: 40Gi}</example>
    public Quantity? Size { get; init; }

    /// <summary>How long logs are kept.</summary>
    /// <value>7d</value>
    /// <remarks>Loki's <c>retention_period</c>.</remarks>
    /// <example>retention: {logs: 30d}</example>
    public TimeSpan Logs { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Grafana.</summary>
internal sealed record GrafanaSettings
{
    /// <summary>
    /// The administrator's password. Encrypt it: <c>infra config set --secret --path infra:monitoring.grafana.adminPassword …</c>.
    /// </summary>
    /// <value>a random one of each pod</value>
    /// <remarks>A Secret that Grafana reads.</remarks>
    /// <example>grafana: {adminPassword: sandbox}</example>
    public Text? AdminPassword { get; init; }
}

/// <summary>Where the alerts' thresholds lie.</summary>
internal sealed record ThresholdSettings
{
    /// <summary>The share of failed requests, in per cent, from which a service without an objective alerts.</summary>
    /// <value>5</value>
    /// <remarks>The expressions of the alerts on failed requests.</remarks>
    /// <example>thresholds: {errorPercent: 2}</example>
    [Range(0.01, 100)]
    public double ErrorPercent { get; init; } = 5;

    /// <summary>The 99th percentile of the duration of requests from which a service without an objective alerts.</summary>
    /// <value>1s</value>
    /// <remarks>The expressions of the alerts on slow requests.</remarks>
    /// <example>thresholds: {latency: 500ms}</example>
    public TimeSpan Latency { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The share of a limit, in per cent, from which its use alerts.</summary>
    /// <value>90</value>
    /// <remarks>The expressions of the alerts on limits.</remarks>
    /// <example>thresholds: {saturationPercent: 80}</example>
    [Range(1, 100)]
    public double SaturationPercent { get; init; } = 90;

    /// <summary>The share of time, in per cent, in which a container is throttled, from which it alerts.</summary>
    /// <value>25</value>
    /// <remarks>The expressions of the alerts on throttling.</remarks>
    /// <example>thresholds: {throttledPercent: 50}</example>
    [Range(1, 100)]
    public double ThrottledPercent { get; init; } = 25;

    /// <summary>The share of a volume that is free, in per cent, below which it alerts.</summary>
    /// <value>3</value>
    /// <remarks>The expressions of the alerts on volumes.</remarks>
    /// <example>thresholds: {volumeFreePercent: 10}</example>
    [Range(1, 100)]
    public double VolumeFreePercent { get; init; } = 3;

    /// <summary>How long before its end a certificate alerts.</summary>
    /// <value>14d</value>
    /// <remarks>The expressions of the alerts on certificates.</remarks>
    /// <example>thresholds: {certificateExpiry: 30d}</example>
    public TimeSpan CertificateExpiry { get; init; } = TimeSpan.FromDays(14);
}

/// <summary>A monitoring stack elsewhere.</summary>
internal sealed record ExternalMonitoringSettings
{
    /// <summary>Where measurements are written, by Prometheus' remote write.</summary>
    /// <value>none</value>
    /// <remarks>Prometheus' <c>remote_write</c>.</remarks>
    /// <example>external: {prometheus: {url: "https://metrics.example.com/api/v1/write"}}</example>
    public ExternalEndpoint? Prometheus { get; init; }

    /// <summary>Where alerts are sent. With it the rules are evaluated here, without it where the measurements go.</summary>
    /// <value>none</value>
    /// <remarks>Prometheus' <c>alerting</c>.</remarks>
    /// <example>external: {alertmanager: {url: "https://alerts.example.com"}}</example>
    public ExternalEndpoint? Alertmanager { get; init; }

    /// <summary>Where logs are pushed.</summary>
    /// <value>none</value>
    /// <remarks>An output of Fluent Bit.</remarks>
    /// <example>external: {loki: {url: "https://logs.example.com"}}</example>
    public ExternalEndpoint? Loki { get; init; }

    /// <summary>Where logs go by OTLP over HTTP.</summary>
    /// <value>none</value>
    /// <remarks>An output of Fluent Bit.</remarks>
    /// <example>external: {otlp: {url: "https://otel.example.com:4318"}}</example>
    public ExternalEndpoint? Otlp { get; init; }
}

/// <summary>An endpoint and how to be let in.</summary>
[ShortForm(nameof(Url))]
internal sealed record ExternalEndpoint
{
    /// <summary>Its address.</summary>
    /// <remarks>The address in the collector's configuration.</remarks>
    /// <example>external: {loki: {url: "https://logs.example.com"}}</example>
    public required string Url { get; init; }

    /// <summary>A bearer token. Encrypt it.</summary>
    /// <value>none</value>
    /// <remarks>A Secret that the collector reads.</remarks>
    /// <example>external: {loki: {url: "https://logs.example.com", token: sandbox}}</example>
    public Text? Token { get; init; }
}

using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Settings.Binding;
using Infra.Settings.Values;

namespace Infra.Settings;

/// <summary>How the stack is watched. The block being there is enough for a whole monitoring stack; <c>monitoring: off</c> is none.</summary>
[ShortForm(nameof(Mode))]
internal sealed record MonitoringSettings
{
    /// <summary>Whether there is a monitoring stack of its own, collectors for one elsewhere, or nothing.</summary>
    /// <value>local</value>
    /// <example>monitoring: off</example>
    public MonitoringMode Mode { get; init; } = MonitoringMode.Local;

    /// <summary>How much its parts get.</summary>
    /// <value>from the number of services and pods: small below 50 pods, medium below 500, large above</value>
    /// <example>monitoring: {size: small}</example>
    public MonitoringSize? Size { get; init; }

    /// <summary>The parts that are deployed.</summary>
    public MonitoringParts Parts { get; init; } = new();

    /// <summary>Other images than the bundled ones, by part; a digest pins one.</summary>
    /// <example>monitoring: {images: {prometheus: "quay.io/prometheus/prometheus:v3.5.0@sha256:…"}}</example>
    public IReadOnlyDictionary<string, ImageReference> Images { get; init; } = ImmutableDictionary<string, ImageReference>.Empty;

    /// <summary>How long measurements and logs are kept.</summary>
    public RetentionSettings Retention { get; init; } = new();

    /// <summary>The storage class of its volumes.</summary>
    /// <value>the cluster's default</value>
    public string? StorageClass { get; init; }

    /// <summary>How often everything is measured that does not say otherwise.</summary>
    /// <value>30s</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The namespaces the cluster's alerts are about, as regular expressions.</summary>
    /// <value>the stack's own namespace, its monitoring namespaces and kube-system</value>
    /// <example>monitoring: {namespaces: [shop, kube-.*]}</example>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Where the alerts' thresholds lie.</summary>
    public ThresholdSettings Thresholds { get; init; } = new();

    /// <summary>Grafana.</summary>
    public GrafanaSettings Grafana { get; init; } = new();

    /// <summary>Who can be told of alerts, by name.</summary>
    /// <example>receivers: {on-call: {pagerDuty: {routingKey: {secure: …}}}}</example>
    [Names]
    public IReadOnlyDictionary<string, ReceiverSettings> Receivers { get; init; } = ImmutableDictionary<string, ReceiverSettings>.Empty;

    /// <summary>Who is told of which alerts.</summary>
    public RoutingSettings Routing { get; init; } = new();

    /// <summary>The monitoring elsewhere that collectors here deliver to, with <c>mode: external</c>.</summary>
    public ExternalMonitoringSettings? External { get; init; }

    /// <summary>The address of the pages that say what to do about an alert; each alert's name in lower case is appended.</summary>
    /// <value>docs/alerts.md#</value>
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
    public bool Alertmanager { get; init; } = true;

    /// <summary>kube-state-metrics, which counts Kubernetes' objects.</summary>
    /// <value>true</value>
    public bool KubeStateMetrics { get; init; } = true;

    /// <summary>node-exporter on every node, which measures machines.</summary>
    /// <value>true</value>
    public bool NodeExporter { get; init; } = true;

    /// <summary>Grafana with its dashboards.</summary>
    /// <value>true</value>
    public bool Grafana { get; init; } = true;

    /// <summary>Fluent Bit on every node, and Loki, which keeps what it collects.</summary>
    /// <value>true</value>
    public bool Logs { get; init; } = true;

    /// <summary>The blackbox exporter, which asks for exposed hosts as the world does.</summary>
    /// <value>true</value>
    public bool Blackbox { get; init; } = true;

    /// <summary>prometheus-adapter, by which autoscalers follow requests per second.</summary>
    /// <value>true</value>
    public bool MetricsAdapter { get; init; } = true;
}

/// <summary>How long measurements and logs are kept.</summary>
internal sealed record RetentionSettings
{
    /// <summary>How long Prometheus keeps measurements.</summary>
    /// <value>15d; as long as the longest objective's window, if that is longer</value>
    /// <example>retention: {time: 30d, size: 40Gi}</example>
    public TimeSpan? Time { get; init; }

    /// <summary>How many bytes of measurements Prometheus keeps; the oldest go first.</summary>
    /// <value>from the size of the monitoring stack: 8Gi, 40Gi or 160Gi</value>
    public Quantity? Size { get; init; }

    /// <summary>How long logs are kept.</summary>
    /// <value>7d</value>
    public TimeSpan Logs { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Grafana.</summary>
internal sealed record GrafanaSettings
{
    /// <summary>The administrator's password. Encrypt it: <c>infra config set --secret --path infra:monitoring.grafana.adminPassword …</c>.</summary>
    public Text? AdminPassword { get; init; }
}

/// <summary>Where the alerts' thresholds lie.</summary>
internal sealed record ThresholdSettings
{
    /// <summary>The share of failed requests, in per cent, from which a service without an objective alerts.</summary>
    /// <value>5</value>
    [Range(0.01, 100)]
    public double ErrorPercent { get; init; } = 5;

    /// <summary>The 99th percentile of the duration of requests from which a service without an objective alerts.</summary>
    /// <value>1s</value>
    public TimeSpan Latency { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The share of a limit, in per cent, from which its use alerts.</summary>
    /// <value>90</value>
    [Range(1, 100)]
    public double SaturationPercent { get; init; } = 90;

    /// <summary>The share of time, in per cent, in which a container is throttled, from which it alerts.</summary>
    /// <value>25</value>
    [Range(1, 100)]
    public double ThrottledPercent { get; init; } = 25;

    /// <summary>The share of a volume that is free, in per cent, below which it alerts.</summary>
    /// <value>3</value>
    [Range(1, 100)]
    public double VolumeFreePercent { get; init; } = 3;

    /// <summary>How long before its end a certificate alerts.</summary>
    /// <value>14d</value>
    public TimeSpan CertificateExpiry { get; init; } = TimeSpan.FromDays(14);
}

/// <summary>A monitoring stack elsewhere.</summary>
internal sealed record ExternalMonitoringSettings
{
    /// <summary>Where measurements are written, by Prometheus' remote write.</summary>
    /// <example>external: {prometheus: {url: "https://metrics.example.com/api/v1/write"}}</example>
    public ExternalEndpoint? Prometheus { get; init; }

    /// <summary>Where alerts are sent. With it the rules are evaluated here, without it where the measurements go.</summary>
    /// <example>external: {alertmanager: {url: "https://alerts.example.com"}}</example>
    public ExternalEndpoint? Alertmanager { get; init; }

    /// <summary>Where logs are pushed.</summary>
    /// <example>external: {loki: {url: "https://logs.example.com"}}</example>
    public ExternalEndpoint? Loki { get; init; }

    /// <summary>Where logs go by OTLP over HTTP.</summary>
    /// <example>external: {otlp: {url: "https://otel.example.com:4318"}}</example>
    public ExternalEndpoint? Otlp { get; init; }
}

/// <summary>An endpoint and how to be let in.</summary>
[ShortForm(nameof(Url))]
internal sealed record ExternalEndpoint
{
    /// <summary>Its address.</summary>
    public required string Url { get; init; }

    /// <summary>A bearer token. Encrypt it.</summary>
    public Text? Token { get; init; }
}

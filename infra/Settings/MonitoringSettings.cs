using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>
/// The monitoring of the stack. An empty block is enough for a complete monitoring stack; <c>monitoring: off</c> disables it.
/// </summary>
[ShortForm(nameof(Mode))]
internal sealed record MonitoringSettings
{
    /// <summary>Whether the stack has its own monitoring stack, collectors for an external one, or nothing.</summary>
    /// <value>local</value>
    /// <remarks>The complete monitoring stack, collectors only, or nothing.</remarks>
    /// <example>monitoring: off</example>
    public MonitoringMode Mode { get; init; } = MonitoringMode.Local;

    /// <summary>The size of the monitoring stack's parts.</summary>
    /// <value>from the maximum number of pods: small below 50, medium below 500, large from there on</value>
    /// <remarks>Requests, limits and volumes of the monitoring stack's parts.</remarks>
    /// <example>monitoring: {size: small}</example>
    public MonitoringSize? Size { get; init; }

    /// <summary>The optional parts.</summary>
    /// <value>all of them</value>
    /// <remarks>The workloads of the monitoring stack.</remarks>
    /// <example>monitoring: {parts: {blackbox: false}}</example>
    public MonitoringParts Parts { get; init; } = new();

    /// <summary>The images of parts, by part, instead of the default ones.</summary>
    /// <value>the default ones</value>
    /// <remarks>The <c>image</c> of the part's container.</remarks>
    /// <example>monitoring: {images: {prometheus: "quay.io/prometheus/prometheus:v3.5.1"}}</example>
    public IReadOnlyDictionary<string, ImageReference> Images { get; init; } = ImmutableDictionary<string, ImageReference>.Empty;

    /// <summary>How long metrics and logs are kept.</summary>
    /// <value>15 days of metrics, 7 days of logs</value>
    /// <remarks>Arguments of Prometheus, the configuration of Loki and the sizes of their volumes.</remarks>
    /// <example>monitoring: {retention: {time: 30d}}</example>
    public RetentionSettings Retention { get; init; } = new();

    /// <summary>The storage class of its volumes.</summary>
    /// <value>the cluster's default</value>
    /// <remarks>The claims' <c>storageClassName</c>.</remarks>
    /// <example>monitoring: {storageClass: fast-ssd}</example>
    public string? StorageClass { get; init; }

    /// <summary>The default scrape interval.</summary>
    /// <value>30s</value>
    /// <remarks>Prometheus' <c>scrape_interval</c> and <c>evaluation_interval</c>.</remarks>
    /// <example>monitoring: {interval: 15s}</example>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The namespaces covered by the alerts of the cluster, as regular expressions.</summary>
    /// <value>the stack's own namespace, its monitoring namespaces and kube-system</value>
    /// <remarks>The namespaces in the alerts' expressions.</remarks>
    /// <example>monitoring: {namespaces: [shop, kube-.*]}</example>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>The thresholds of alerts.</summary>
    /// <value>the default of each threshold</value>
    /// <remarks>The alerts' expressions.</remarks>
    /// <example>monitoring: {thresholds: {errorPercent: 2}}</example>
    public ThresholdSettings Thresholds { get; init; } = new();

    /// <summary>The settings of Grafana.</summary>
    /// <value>a random administrator's password</value>
    /// <remarks>The Deployment of Grafana.</remarks>
    /// <example>monitoring: {grafana: {adminPassword: sandbox}}</example>
    public GrafanaSettings Grafana { get; init; } = new();

    /// <summary>The receivers of alerts, by name.</summary>
    /// <value>none</value>
    /// <remarks>Receivers in Alertmanager's configuration.</remarks>
    /// <example>receivers: {on-call: {pagerDuty: {routingKey: sandbox}}}</example>
    [Names]
    public IReadOnlyDictionary<string, ReceiverSettings> Receivers { get; init; } = ImmutableDictionary<string, ReceiverSettings>.Empty;

    /// <summary>Which receiver gets which alerts.</summary>
    /// <value>no alerts are sent</value>
    /// <remarks>Routes in Alertmanager's configuration.</remarks>
    /// <example>monitoring: {receivers: {chat: {webhook: "https://hooks.example.com/shop"}}, routing: {default: chat}}</example>
    public RoutingSettings Routing { get; init; } = new();

    /// <summary>The addresses of the external monitoring, with <c>mode: external</c>.</summary>
    /// <value>none</value>
    /// <remarks>The addresses the collectors send to.</remarks>
    /// <example>monitoring: {mode: external, external: {prometheus: "https://metrics.example.com/api/v1/write"}}</example>
    public ExternalMonitoringSettings? External { get; init; }

    /// <summary>The URL of the runbooks, to which each alert's name in lower case is appended.</summary>
    /// <value>docs/alerts.md#</value>
    /// <remarks>The annotation <c>runbook_url</c> of every alert.</remarks>
    /// <example>monitoring: {runbooks: "https://wiki.example.com/alerts#"}</example>
    public string Runbooks { get; init; } = "docs/alerts.md#";
}

/// <summary>Modes of monitoring.</summary>
internal enum MonitoringMode
{
    /// <summary>A monitoring stack in the same cluster.</summary>
    Local,

    /// <summary>An external monitoring stack, to which collectors send metrics and logs.</summary>
    External,

    /// <summary>No monitoring.</summary>
    Off,
}

/// <summary>Sizes of the monitoring stack.</summary>
internal enum MonitoringSize
{
    /// <summary>Up to 50 pods.</summary>
    Small,

    /// <summary>Up to 500 pods.</summary>
    Medium,

    /// <summary>Thousands of pods.</summary>
    Large,
}

/// <summary>The optional parts of the monitoring stack. Prometheus is always deployed.</summary>
internal sealed record MonitoringParts
{
    /// <summary>Alertmanager, which sends alerts to receivers.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and the configuration of the parts that use it.</remarks>
    /// <example>parts: {alertmanager: false}</example>
    public bool Alertmanager { get; init; } = true;

    /// <summary>kube-state-metrics, which exposes the state of Kubernetes objects.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and the configuration of the parts that use it.</remarks>
    /// <example>parts: {kubeStateMetrics: false}</example>
    public bool KubeStateMetrics { get; init; } = true;

    /// <summary>node-exporter on every node, which exposes the metrics of machines.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and the configuration of the parts that use it.</remarks>
    /// <example>parts: {nodeExporter: false}</example>
    public bool NodeExporter { get; init; } = true;

    /// <summary>Grafana with its dashboards.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and the configuration of the parts that use it.</remarks>
    /// <example>parts: {grafana: false}</example>
    public bool Grafana { get; init; } = true;

    /// <summary>Fluent Bit on every node, which collects logs, and Loki, which stores them.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and the configuration of the parts that use it.</remarks>
    /// <example>parts: {logs: false}</example>
    public bool Logs { get; init; } = true;

    /// <summary>The blackbox exporter, which probes exposed hosts from outside.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and the configuration of the parts that use it.</remarks>
    /// <example>parts: {blackbox: false}</example>
    public bool Blackbox { get; init; } = true;

    /// <summary>prometheus-adapter, which serves metrics such as requests per second to autoscalers.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and the configuration of the parts that use it.</remarks>
    /// <example>parts: {metricsAdapter: false}</example>
    public bool MetricsAdapter { get; init; } = true;

    /// <summary>The Pushgateway, which keeps the metrics of drills of stores; a stack without drills has none.</summary>
    /// <value>true</value>
    /// <remarks>Its workload, and a container in the pods of drills.</remarks>
    /// <example>parts: {pushgateway: false}</example>
    public bool Pushgateway { get; init; } = true;
}

/// <summary>How long metrics and logs are kept.</summary>
internal sealed record RetentionSettings
{
    /// <summary>How long Prometheus keeps metrics.</summary>
    /// <value>15d, or the longest window of an objective if that is longer</value>
    /// <remarks>Prometheus' <c>--storage.tsdb.retention.time</c>.</remarks>
    /// <example>retention: {time: 30d, size: 40Gi}</example>
    public TimeSpan? Time { get; init; }

    /// <summary>The maximum size of the metrics Prometheus keeps. The oldest are deleted first.</summary>
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

/// <summary>The settings of Grafana.</summary>
internal sealed record GrafanaSettings
{
    /// <summary>
    /// The administrator's password. Encrypt it with <c>infra config set --secret --path infra:monitoring.grafana.adminPassword …</c>.
    /// </summary>
    /// <value>a random one for each pod</value>
    /// <remarks>A Secret that Grafana reads.</remarks>
    /// <example>grafana: {adminPassword: sandbox}</example>
    public Text? AdminPassword { get; init; }
}

using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The pages on monitoring, in the order of the index.</summary>
internal static class MonitoringTopics
{
    public static ImmutableArray<CatalogueTopic> All { get; } =
    [
        new()
        {
            Name = "monitoring",
            Title = "Monitoring",
            Summary = "Prometheus, Grafana and logs: parts, size, retention, thresholds, delivery to another system.",
            Records =
            [
                typeof(MonitoringSettings),
                typeof(MonitoringParts),
                typeof(RetentionSettings),
                typeof(ThresholdSettings),
                typeof(GrafanaSettings),
                typeof(ExternalMonitoringSettings),
                typeof(ExternalEndpoint),
            ],
            ExampleFile = ExampleFile.Stack,
            Example = """
                config:
                  infra:monitoring:
                    size: medium
                    retention: {time: 30d, size: 80Gi, logs: 30d}
                """,
        },
        new()
        {
            Name = "alerting",
            Title = "Alert routing",
            Summary = "Receivers of alerts, and which alerts each of them gets.",
            Records =
            [
                typeof(RoutingSettings),
                typeof(ReceiverSettings),
                typeof(WebhookSettings),
                typeof(EmailSettings),
                typeof(SlackSettings),
                typeof(PagerDutySettings),
            ],
            ExampleFile = ExampleFile.Stack,
            Example = """
                config:
                  infra:monitoring:
                    receivers:
                      chat: {webhook: "https://hooks.example.com/shop"}
                      on-call: {webhook: "https://on-call.example.com/shop"}
                    routing: {default: chat, critical: on-call}
                """,
        },
        new()
        {
            Name = "objectives",
            Title = "Metrics and objectives",
            Summary = "The metrics that a service exposes, and its service level objectives.",
            Records = [typeof(MetricsSettings), typeof(QueueSettings), typeof(ObjectiveSettings), typeof(LatencyObjectiveSettings)],
            Example = """
                services:
                  orders:
                    image: shop/orders:2.0
                    port: 8080
                    metrics: {port: 9090}
                    slo: {availability: 99.9, latency: {under: 300ms, for: 99}}
                """,
        },
    ];
}

using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>RabbitMQ by the metrics of its own plugin, which adds up those of queues.</summary>
internal sealed class RabbitmqMonitor(WatchedStore store, ThresholdSettings thresholds) : StoreMonitor(store, thresholds)
{
    protected override SeriesSelector Up => Of("up");

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            new AlertRule
            {
                Name = "StoreMemoryExhausted",
                Expression = Max(Of("rabbitmq_alarms_memory_used_watermark")) > 0,
                Severity = Severity.Critical,
                Summary = $"A server of {Store.Name} uses more memory than its watermark allows.",
                Meaning = "No service can publish until it uses less.",
                Runbook = "Find out why messages stay in queues, add consumers, or raise the limit of the container.",
            },
            new AlertRule
            {
                Name = "StoreDiskFull",
                Expression = Max(Of("rabbitmq_alarms_free_disk_space_watermark")) > 0,
                Severity = Severity.Critical,
                Summary = $"A server of {Store.Name} has less free disk space than its watermark demands.",
                Meaning = "No service can publish until there is more.",
                Runbook = "Find out why messages stay in queues, add consumers, or raise the store's size.",
            },
            new AlertRule
            {
                Name = "StoreMessagesUnread",
                Expression = (Sum(Of("rabbitmq_queue_messages_ready")) > 0).And(Sum(Of("rabbitmq_consumers")).EqualTo(0)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = $"{{{{ $value | humanize }}}} messages wait in {Store.Name}, and nothing consumes any.",
                Meaning = "What they ask for is not done, and they fill memory and disk.",
                Runbook = "Find out why the consuming services are down or cannot connect.",
            },
            new AlertRule
            {
                Name = "StoreMessagesLost",
                Expression = Sum(Increase(Of("rabbitmq_global_messages_unroutable_dropped_total"), Minutes(15))) > 0,
                Severity = Severity.Warning,
                Summary = $"{Store.Name} dropped {{{{ $value | humanize }}}} messages within 15 minutes that no queue takes.",
                Meaning = "What they ask for is not done.",
                Runbook = "Find out which service publishes to an exchange without a binding for its routing key.",
            },
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            Lines(
                "Memory / watermark",
                Unit.Share,
                new Target(
                    Max(Of("rabbitmq_process_resident_memory_bytes"), "pod") / Max(Of("rabbitmq_resident_memory_limit_bytes"), "pod"),
                    "{{pod}}"
                )
            ),
            Lines("Free disk space", Unit.Bytes, new Target(Min(Of("rabbitmq_disk_space_available_bytes"), "pod"), "{{pod}}")),
            Lines("Connections", Unit.Count, new Target(Sum(Of("rabbitmq_connections"), "pod"), "{{pod}}")),
        ];

    protected override IEnumerable<Panel> CreateWorkPanels() =>
        [
            Lines(
                "Messages in queues",
                Unit.Count,
                new Target(Sum(Of("rabbitmq_queue_messages_ready")), "ready"),
                new Target(Sum(Of("rabbitmq_queue_messages_unacked")), "delivered, not acknowledged")
            ),
            Lines(
                "Messages",
                Unit.PerSecond,
                new Target(Sum(Rate(Of("rabbitmq_global_messages_received_total"))), "published"),
                new Target(Sum(Rate(Of("rabbitmq_global_messages_delivered_total"))), "delivered"),
                new Target(Sum(Rate(Of("rabbitmq_global_messages_redelivered_total"))), "delivered again")
            ),
            Lines("Consumers", Unit.Count, new Target(Sum(Of("rabbitmq_consumers")))),
        ];
}

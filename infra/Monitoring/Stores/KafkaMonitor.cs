using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>Kafka by the metrics of kafka_exporter, one for all servers, which Strimzi runs as well.</summary>
internal sealed class KafkaMonitor(WatchedStore store, ThresholdSettings thresholds) : StoreMonitor(store, thresholds)
{
    /// <summary>A consumer group with fewer messages to read is not behind.</summary>
    private const double SmallLag = 1000;

    /// <summary>The exporter answers only if the brokers do.</summary>
    protected override SeriesSelector Up => Of("up");

    protected override PromExpr Servers => Max(Of("kafka_brokers"));

    private PromExpr Lag => Max(Of("kafka_consumergroup_lag_sum"), "consumergroup", "topic");

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            new AlertRule
            {
                Name = "StorePartitionsOffline",
                Expression =
                    Count(Of("kafka_topic_partition_replicas").Unless(Of("kafka_topic_partition_leader"), On("topic", "partition"))) > 0,
                For = Minutes(2),
                Severity = Severity.Critical,
                Summary = $"{{{{ $value }}}} partitions of {Store.Name} have no leader.",
                Meaning = "Services can neither read nor write them.",
                Runbook = "Bring the servers back that have copies of them; their logs say why they are gone.",
            },
            new AlertRule
            {
                Name = "StorePartitionsUnderReplicated",
                Expression = Sum(Of("kafka_topic_partition_under_replicated_partition")) > 0,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = $"{{{{ $value }}}} partitions of {Store.Name} lack a copy that is in sync.",
                Meaning = "Another failure may stop writes, or lose records.",
                Runbook = "A server is down or too slow: compare the disks and the networks of the servers.",
            },
            new AlertRule
            {
                Name = "StoreConsumersBehind",
                Expression = (Lag > SmallLag).And(
                    Max(Derivative(Of("kafka_consumergroup_lag_sum"), Minutes(30)), "consumergroup", "topic") > 0,
                    On("consumergroup", "topic")
                ),
                For = Minutes(30),
                Severity = Severity.Warning,
                Summary =
                    "{{ $labels.consumergroup }} is {{ $value | humanize }} records of {{ $labels.topic }} behind"
                    + $" in {Store.Name}, and falls further behind.",
                Meaning = "It handles records later and later, and loses those that expire.",
                Runbook = "Add consumers, up to the number of partitions, or find out why they are slow.",
            },
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            Lines(
                "Partitions without all copies in sync",
                Unit.Count,
                new Target(Sum(Of("kafka_topic_partition_under_replicated_partition"), "topic"), "{{topic}}")
            ),
            Lines("Partitions led", Unit.Count, new Target(CountValues("broker", Of("kafka_topic_partition_leader")), "broker {{broker}}")),
        ];

    protected override IEnumerable<Panel> CreateWorkPanels() =>
        [
            Lines(
                "Records written",
                Unit.PerSecond,
                new Target(Sum(Rate(Of("kafka_topic_partition_current_offset")), "topic"), "{{topic}}")
            ),
            Lines("Records to read", Unit.Count, new Target(Lag, "{{consumergroup}} {{topic}}")),
            Lines(
                "Members of consumer groups",
                Unit.Count,
                new Target(Max(Of("kafka_consumergroup_members"), "consumergroup"), "{{consumergroup}}")
            ),
        ];
}

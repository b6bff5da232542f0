namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in Kafka's image.</summary>
internal static class KafkaScripts
{
    /// <summary>
    /// Creates topics, each written as its name and number of partitions. A topic that exists gets more partitions if it has fewer; Kafka
    /// removes none, so one with more stays as it is, with a warning.
    /// </summary>
    public const string Topics = """
        set -eu
        topics() { /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$STORE_SERVER" "$@"; }

        known=$(topics --describe)
        for item in $TOPICS; do
          topic=${item%:*} partitions=${item##*:}
          existing=$(printf '%s\n' "$known" | awk -v topic="$topic" '$1 == "Topic:" && $2 == topic && $5 == "PartitionCount:" { print $6 }')
          if [ -z "$existing" ]; then
            topics --create --if-not-exists --topic "$topic" --partitions "$partitions" --replication-factor 1
          elif [ "$existing" -lt "$partitions" ]; then
            topics --alter --topic "$topic" --partitions "$partitions"
            echo "The topic '$topic' has $partitions partitions instead of $existing."
          elif [ "$existing" -gt "$partitions" ]; then
            echo "Warning: the topic '$topic' has $existing partitions, and Kafka removes none: write 'partitions: $existing'." >&2
          fi
        done
        """;
}

namespace Infra.Backend.Planning.Stores.Scripts;

/// <summary>Scripts that run in Kafka's image.</summary>
internal static class KafkaScripts
{
    /// <summary>Creates topics, each written as its name and number of partitions. A topic that exists stays as it is.</summary>
    public const string Topics = """
        set -eu
        for topic in $TOPICS; do
          /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$STORE_SERVER" --create --if-not-exists \
            --topic "${topic%:*}" --partitions "${topic##*:}" --replication-factor 1
        done
        """;
}

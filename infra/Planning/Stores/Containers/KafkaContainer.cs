using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>Apache Kafka's official image as broker and controller in one.</summary>
internal static class KafkaContainer
{
    private const int ClusterIdBytes = 16;

    public static StoreContainer Create(ContainerRequest request) =>
        new()
        {
            User = 1000,
            DataFolder = "/var/lib/kafka/data",
            WritesToRoot = true,
            Env = Variables(request)
                .ToDictionary(variable => variable.Name, variable => StoreContainer.Plain(variable.Value), StringComparer.Ordinal),
            Size = StoreContainer.SizeOf("200m", "768Mi", "1536Mi"),
        };

    /// <summary>One of them replaces the image's whole default file, so they are complete.</summary>
    private static IEnumerable<(string Name, string Value)> Variables(ContainerRequest request) =>
        [
            ("CLUSTER_ID", ClusterId(request.Host)),
            ("KAFKA_NODE_ID", "1"),
            ("KAFKA_PROCESS_ROLES", "broker,controller"),
            ("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://localhost:9093"),
            ("KAFKA_ADVERTISED_LISTENERS", $"PLAINTEXT://{request.Host}:9092"),
            ("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            ("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
            ("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
            // A file system may have a folder lost+found, which is no topic.
            ("KAFKA_LOG_DIRS", "/var/lib/kafka/data/logs"),
            ("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
            ("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
            ("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
            ("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
            ("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
            ("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
            ("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m"),
        ];

    /// <summary>A UUID in base 64, which stays the same as long as the volume does.</summary>
    private static string ClusterId(string host) =>
        Convert
            .ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(host)).AsSpan(0, ClusterIdBytes))
            .TrimEnd('=')
            .Replace('+', 'a')
            .Replace('/', 'b');
}

using System.Collections.Immutable;

namespace Infra.Backend.Planning.Stores.Metrics;

/// <summary>Where the metrics of a store are.</summary>
internal sealed record StoreMetrics
{
    /// <summary>The path of the metrics, which is the same everywhere.</summary>
    public const string Path = "/metrics";

    /// <summary>What exposes them, and so how they are called.</summary>
    public required MetricsSource Source { get; init; }

    /// <summary>The labels of the pods that expose them.</summary>
    public required ImmutableSortedDictionary<string, string> Pods { get; init; }

    /// <summary>The port of these pods.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// How the store's exporter reaches it; null if the stack runs none, because the servers or their operator expose metrics.
    /// </summary>
    public StoreConnection? Exporter { get; init; }
}

/// <summary>What exposes the metrics of a store.</summary>
internal enum MetricsSource
{
    PostgresExporter,
    CloudNativePg,
    MysqldExporter,
    RedisExporter,
    Rabbitmq,
    KafkaExporter,
    MongodbExporter,
    SeaweedFs,
}

using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Queues;

/// <summary>The length of queues as an external metric, which the monitoring's adapter computes from series of the stores.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Series">The series that it is computed from.</param>
/// <param name="Identity">The labels that tell one part of the length from another. Several pods may report the same part.</param>
internal sealed record QueueMetric(string Name, string Series, ImmutableArray<string> Identity)
{
    /// <summary>The label with the store's name.</summary>
    public const string StoreLabel = "store";

    /// <summary>The records of a topic that a group has not read yet.</summary>
    public static QueueMetric TopicLag { get; } =
        new("store_topic_lag", "kafka_consumergroup_lag", [StoreLabel, "consumergroup", "topic", "partition"]);

    /// <summary>The messages of a queue that no client has taken yet.</summary>
    public static QueueMetric QueueLength { get; } =
        new("store_queue_messages", "rabbitmq_detailed_queue_messages_ready", [StoreLabel, "vhost", "queue"]);

    /// <summary>All of them.</summary>
    public static ImmutableArray<QueueMetric> All { get; } = [TopicLag, QueueLength];

    /// <summary>The metric of a kind of store; null if its queues have none.</summary>
    public static QueueMetric? Find(StoreKind kind) =>
        kind switch
        {
            StoreKind.Kafka => TopicLag,
            StoreKind.Rabbitmq => QueueLength,
            _ => null,
        };

    /// <summary>Lets the autoscaler of a service without KEDA follow the metrics of its queues in a store.</summary>
    /// <param name="service">The service.</param>
    /// <param name="user">How it uses one of its stores.</param>
    /// <param name="usesKeda">Whether KEDA reads the queues itself.</param>
    public static ServiceSettings Follow(ServiceSettings service, StoreUser user, bool usesKeda)
    {
        if (usesKeda || service.Scaling is not { } scaling || Find(user.Connection.Kind) is not { } metric)
        {
            return service;
        }

        var followed = scaling
            .Queue.Where(queue => queue.Store == user.Use.Store)
            .Select(queue => new FollowedQueue(metric.Name, metric.Aim(user, queue)));
        return service with { Scaling = scaling with { FollowedQueues = scaling.FollowedQueues.AddRange(followed) } };
    }

    private ExternalTargetSettings Aim(StoreUser user, QueueTargetSettings queue) =>
        new()
        {
            Target = Quantity.FromWhole(queue.Lag ?? queue.Length ?? 0),
            Labels =
                this == TopicLag
                    ? Labels(user, ("consumergroup", QueuePlanner.GetGroup(user.Service, queue)), ("topic", queue.Topic))
                    : Labels(user, ("queue", queue.Name), ("vhost", user.Connection.Database)),
        };

    private static ImmutableSortedDictionary<string, string> Labels(
        StoreUser user,
        params IEnumerable<(string Key, string? Value)> labels
    ) =>
        labels
            .Append((Key: StoreLabel, Value: user.Use.Store))
            .ToImmutableSortedDictionary(label => label.Key, label => label.Value ?? "", StringComparer.Ordinal);
}

using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>The queue of a store, and how much of it may wait for each pod.</summary>
internal sealed record QueueTargetSettings
{
    /// <summary>The store with the queue, one of those in <c>uses</c>: kafka, rabbitmq, or valkey with KEDA.</summary>
    /// <remarks>The address and the credentials with which KEDA reads the queue, or the labels of the external metric.</remarks>
    /// <example>queue: {store: events, topic: orders, lag: 100}</example>
    public required string Store { get; init; }

    /// <summary>The topic of a kafka store.</summary>
    /// <value>none; **required** for kafka</value>
    /// <remarks>The trigger's <c>topic</c>. There are never more pods than partitions.</remarks>
    /// <example>queue: {store: events, topic: orders, lag: 100}</example>
    public string? Topic { get; init; }

    /// <summary>The consumer group that the service reads the topic with.</summary>
    /// <value>the service's name</value>
    /// <remarks>The trigger's <c>consumerGroup</c>.</remarks>
    /// <example>queue: {store: events, topic: orders, group: billing, lag: 100}</example>
    public string? Group { get; init; }

    /// <summary>The records of the topic that may wait for each pod.</summary>
    /// <value>none; **required** for kafka</value>
    /// <remarks>The trigger's <c>lagThreshold</c>, or the external metric's <c>target.averageValue</c>.</remarks>
    /// <example>queue: {store: events, topic: orders, lag: 100}</example>
    [Range(1, 1_000_000_000)]
    public int? Lag { get; init; }

    /// <summary>The name of a queue in the service's virtual host of a rabbitmq store.</summary>
    /// <value>none; **required** for rabbitmq</value>
    /// <remarks>The trigger's <c>queueName</c>.</remarks>
    /// <example>queue: {store: jobs, name: mails, length: 20}</example>
    public string? Name { get; init; }

    /// <summary>The key of a list, set or hash in a valkey store.</summary>
    /// <value>none; **required** for valkey</value>
    /// <remarks>The trigger's <c>listName</c>.</remarks>
    /// <example>queue: {store: jobs, list: mails, length: 20}</example>
    public string? List { get; init; }

    /// <summary>The messages of the queue, or items of the list, that may wait for each pod.</summary>
    /// <value>none; **required** for rabbitmq and valkey</value>
    /// <remarks>
    /// The trigger's <c>value</c> or <c>listLength</c>, or the external metric's <c>target.averageValue</c>. Messages that a pod has taken
    /// and not yet confirmed do not count.
    /// </remarks>
    /// <example>queue: {store: jobs, name: mails, length: 20}</example>
    [Range(1, 1_000_000_000)]
    public int? Length { get; init; }

    /// <summary>How long the queue must be empty before the last pod stops, where <c>min</c> is 0.</summary>
    /// <value>5m</value>
    /// <remarks>The ScaledObject's <c>cooldownPeriod</c>; of several queues the longest.</remarks>
    /// <example>queue: {store: events, topic: orders, lag: 100, cooldown: 10m}</example>
    public TimeSpan? Cooldown { get; init; }
}

using Infra.Backend.Planning.Stores;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Queues;

/// <summary>The queue whose length decides how many pods a service has.</summary>
internal sealed record QueuePlan
{
    /// <summary>The target, as it is written.</summary>
    public required QueueTargetSettings Settings { get; init; }

    /// <summary>How the service reaches the store with the queue.</summary>
    public required StoreConnection Connection { get; init; }

    /// <summary>The group with which the service reads a topic.</summary>
    public required string Group { get; init; }

    /// <summary>Whether KEDA reads the queue and makes the autoscaler.</summary>
    public required bool UsesKeda { get; init; }

    /// <summary>Whether KEDA reads credentials from a Secret.</summary>
    public bool NeedsCredentials => UsesKeda && (Connection.Kind != StoreKind.Kafka || Connection.SaslMechanism is not null);

    /// <summary>The TriggerAuthentication with the credentials; null if KEDA needs none. Queues of one store share it.</summary>
    public string? Authentication { get; init; }

    /// <summary>How long the queue is empty before the last pod stops.</summary>
    public TimeSpan Cooldown => Settings.Cooldown ?? TimeSpan.FromMinutes(5);

    /// <summary>What may wait for each pod.</summary>
    public int Target => Settings.Lag ?? Settings.Length ?? throw new InvalidOperationException("The target was not checked.");
}

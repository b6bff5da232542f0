using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>A store as its operator is asked for it, with every setting resolved.</summary>
internal sealed record OperatedStore
{
    /// <summary>The fewest servers that go on after one has failed.</summary>
    private const int FaultTolerantReplicas = 3;

    public required string Name { get; init; }

    public required StoreSettings Settings { get; init; }

    public required SystemIdentity System { get; init; }

    /// <summary>How well the stack bears faults.</summary>
    public required FaultTolerance FaultTolerance { get; init; }

    /// <summary>The image of the servers; null if the operator has none to choose.</summary>
    public required string? Image { get; init; }

    /// <summary>The version of the servers; null if the operator has none to choose.</summary>
    public required string? Version { get; init; }

    /// <summary>The image of the kind's exporter; null if the store has no metrics.</summary>
    public string? ExporterImage { get; init; }

    /// <summary>The services that use it.</summary>
    public required ImmutableArray<StoreUser> Users { get; init; }

    /// <summary>The users of these services that can log in.</summary>
    public IEnumerable<StoreLogin> Logins => Users.SelectMany(user => user.Logins);

    /// <summary>The database of the services that name no other; null if the kind has none.</summary>
    public required string? Database { get; init; }

    /// <summary>Its backups; null if the operator makes none.</summary>
    public required BackupPlan? Backup { get; init; }

    /// <summary>What each server needs.</summary>
    public required SizeSettings Resources { get; init; }

    /// <summary>Where the servers may run.</summary>
    public required ServicePlacement Placement { get; init; }

    /// <summary>The number of servers.</summary>
    public int Replicas => GetReplicas(Settings, FaultTolerance);

    /// <summary>The size of each server's volume.</summary>
    public Quantity Size => StoreServices.SizeOf(Settings);

    /// <summary>Whether the store goes on without one of its servers.</summary>
    public bool IsReplicated => Replicas > 1;

    /// <summary>Whether what the store has confirmed must survive the loss of a server, even if it stops until then.</summary>
    public bool IsCritical => FaultTolerance == FaultTolerance.Critical;

    /// <summary>Whether the data is deleted with the store.</summary>
    public bool IsDisposable => Settings.Data == StoreData.Disposable;

    /// <summary>The databases, virtual hosts or buckets: the store's own and those of its users.</summary>
    public ImmutableArray<string> Databases =>
        [.. Users.Select(user => user.Connection.Database).Prepend(Database).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The throwaway store of a drill: one server, without services and metrics.</summary>
    public OperatedStore ForTrial() =>
        this with
        {
            Name = StoreNames.Trial(Name),
            Settings = Settings with { Replicas = 1 },
            Users = [],
            ExporterImage = null,
        };

    /// <summary>The number of servers: the setting, or what the stack's fault tolerance asks for.</summary>
    public static int GetReplicas(StoreSettings settings, FaultTolerance degree) =>
        settings.Replicas ?? (degree == FaultTolerance.Development ? 1 : FaultTolerantReplicas);
}

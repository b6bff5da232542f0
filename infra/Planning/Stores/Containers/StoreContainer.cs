using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores.Containers;

/// <summary>How the image of a kind runs as one pod.</summary>
internal sealed record StoreContainer
{
    /// <summary>The user and group of the image.</summary>
    public required int User { get; init; }

    /// <summary>The folder of the volume.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folders that the server writes to beside its data, by the names of their volumes.</summary>
    public IReadOnlyDictionary<string, string> Scratch { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Further ports by name.</summary>
    public IReadOnlyDictionary<string, int> OtherPorts { get; init; } = ImmutableDictionary<string, int>.Empty;

    public IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; } = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    public ImmutableArray<string> Command { get; init; } = [];

    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>The path of a request that asks whether the server answers; null if a command does.</summary>
    public string? HealthPath { get; init; }

    /// <summary>How long a query of a probe may take.</summary>
    public TimeSpan QueryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time between two queries of a probe; null for the service's own.</summary>
    public TimeSpan? QueryPeriod { get; init; }

    /// <summary>The time within which the server starts on an empty volume.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>What it requests, and the limit of its memory.</summary>
    public required SizeSettings Size { get; init; }

    /// <summary>Whether the image writes to its root file system.</summary>
    public bool WritesToRoot { get; init; }

    /// <summary>Creates the container of a kind.</summary>
    public static StoreContainer Create(StoreKind kind, ContainerRequest request) =>
        kind switch
        {
            StoreKind.Postgres => PostgresContainer.Create(request),
            StoreKind.Mysql => MysqlContainer.Create(request),
            StoreKind.Valkey => ValkeyContainer.Create(request),
            StoreKind.Rabbitmq => RabbitmqContainer.Create(request),
            StoreKind.Kafka => KafkaContainer.Create(request),
            StoreKind.Mongodb => MongodbContainer.Create(request),
            _ => SeaweedContainer.Create(request),
        };

    /// <summary>What a container of a kind needs unless its store says otherwise.</summary>
    public static SizeSettings GetSize(StoreKind kind) =>
        Create(kind, new ContainerRequest("", 0, "", new StoreKeySettings(), Database: null)).Size;

    /// <summary>Requests, and a limit of the memory.</summary>
    public static SizeSettings SizeOf(string cpu, string memory, string memoryLimit) =>
        new()
        {
            Requests = new ResourceAmounts { Cpu = Quantity.Parse(cpu), Memory = Quantity.Parse(memory) },
            Limits = new ResourceAmounts { Memory = Quantity.Parse(memoryLimit) },
        };

    public static EnvironmentSettings Plain(string value) => new() { Value = new Text(value) };
}

/// <summary>What a container is created for.</summary>
/// <param name="Host">The host name of the Service in front of it.</param>
/// <param name="Major">The major version of the server.</param>
/// <param name="Secret">The Secret of the administrator.</param>
/// <param name="Keys">The keys of the Secret.</param>
/// <param name="Database">The default database, virtual host or bucket; null if the kind has none.</param>
internal sealed record ContainerRequest(string Host, int Major, string Secret, StoreKeySettings Keys, string? Database)
{
    /// <summary>Whether the server exposes metrics, if it can.</summary>
    public bool HasMetrics { get; init; }

    /// <summary>The limit of the container's memory; null without one.</summary>
    public Quantity? MemoryLimit { get; init; }

    /// <summary>The Secret with the password before the last rotation, if the server accepts it still; else null.</summary>
    public string? FormerSecret { get; init; }

    /// <summary>The user of the store's exporter; null if there is none.</summary>
    public StoreConnection? Exporter { get; init; }

    public EnvironmentSettings Username => new() { Secret = new SecretSource(IsStored: false, Secret), Key = Keys.Username };

    /// <summary>The password before the last rotation; null if the server no longer accepts it.</summary>
    public EnvironmentSettings? FormerPassword =>
        FormerSecret is null ? null : new() { Secret = new SecretSource(IsStored: false, FormerSecret), Key = Keys.Password };

    public EnvironmentSettings Password => new() { Secret = new SecretSource(IsStored: false, Secret), Key = Keys.Password };
}

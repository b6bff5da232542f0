using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>What all stores of a kind have in common.</summary>
internal sealed record StoreFacts
{
    /// <summary>The port that clients connect to.</summary>
    public required int Port { get; init; }

    /// <summary>The name of that port.</summary>
    public required string PortName { get; init; }

    /// <summary>The user that the image creates on an empty volume.</summary>
    public required string Administrator { get; init; }

    /// <summary>Whether clients authenticate.</summary>
    public bool HasCredentials { get; init; } = true;

    /// <summary>What the kind calls the part of a server that a service connects to; null if there is none.</summary>
    public string? DatabaseWord { get; init; }

    /// <summary>Whether its servers elect a leader by majority.</summary>
    public bool NeedsMajority { get; init; }

    /// <summary>The official images.</summary>
    public required StoreImages Images { get; init; }

    private static readonly ImmutableDictionary<StoreKind, StoreFacts> Known = ImmutableDictionary.CreateRange(
        new Dictionary<StoreKind, StoreFacts>
        {
            [StoreKind.Postgres] = new()
            {
                Port = 5432,
                PortName = "postgres",
                Administrator = "postgres",
                DatabaseWord = "database",
                NeedsMajority = true,
                Images = new StoreImages("postgres", [("18", "18"), ("17", "17"), ("16", "16"), ("15", "15"), ("14", "14")]),
            },
            [StoreKind.Mysql] = new()
            {
                Port = 3306,
                PortName = "mysql",
                Administrator = "root",
                DatabaseWord = "database",
                NeedsMajority = true,
                Images = new StoreImages("mysql", [("8.4", "8.4"), ("9.7", "9.7")]),
            },
            [StoreKind.Valkey] = new()
            {
                Port = 6379,
                PortName = "valkey",
                Administrator = "default",
                Images = new StoreImages("valkey/valkey", [("9.1", "9.1"), ("9.0", "9.0"), ("8.1", "8.1"), ("8.0", "8.0")]),
            },
            [StoreKind.Rabbitmq] = new()
            {
                Port = 5672,
                PortName = "amqp",
                Administrator = "admin",
                DatabaseWord = "virtual host",
                NeedsMajority = true,
                Images = new StoreImages("rabbitmq", [("4.3", "4.3"), ("4.2", "4.2"), ("4.1", "4.1")], "-management"),
            },
            [StoreKind.Kafka] = new()
            {
                Port = 9092,
                PortName = "kafka",
                Administrator = "admin",
                HasCredentials = false,
                NeedsMajority = true,
                Images = new StoreImages("apache/kafka", [("4.3", "4.3.1")]),
            },
            [StoreKind.Mongodb] = new()
            {
                Port = 27017,
                PortName = "mongodb",
                Administrator = "admin",
                DatabaseWord = "database",
                NeedsMajority = true,
                Images = new StoreImages("mongo", [("8.0", "8.0"), ("8.3", "8.3"), ("7.0", "7.0")]),
            },
            [StoreKind.S3] = new()
            {
                Port = 8333,
                PortName = "s3",
                Administrator = "admin",
                DatabaseWord = "bucket",
                Images = new StoreImages("chrislusf/seaweedfs", [("4.44", "4.44")]),
            },
        }
    );

    /// <summary>The facts of a kind.</summary>
    public static StoreFacts Of(StoreKind kind) => Known[kind];
}

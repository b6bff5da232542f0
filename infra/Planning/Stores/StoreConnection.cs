using System.Globalization;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores;

/// <summary>How one service reaches a store.</summary>
internal sealed record StoreConnection
{
    /// <summary>The store's name in the catalogue.</summary>
    public required string Store { get; init; }

    /// <summary>The kind of store.</summary>
    public required StoreKind Kind { get; init; }

    /// <summary>The host name of the server.</summary>
    public required string Host { get; init; }

    /// <summary>The port of the server.</summary>
    public required int Port { get; init; }

    /// <summary>The database, virtual host or bucket; null where the kind has none.</summary>
    public string? Database { get; init; }

    /// <summary>Whether the server is reached over TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>The region of a bucket.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>How Kafka's clients authenticate, such as <c>SCRAM-SHA-512</c>; null without authentication.</summary>
    public string? SaslMechanism { get; init; }

    /// <summary>The name of the replica set of MongoDB; null for a single server.</summary>
    public string? ReplicaSet { get; init; }

    /// <summary>The ConfigMap with the address and name of a bucket where only the operator knows them; else null.</summary>
    public string? BucketMap { get; init; }

    /// <summary>The name of the Secret with the credentials.</summary>
    public required string Secret { get; init; }

    /// <summary>The key of the Secret with the user's name.</summary>
    public string UsernameKey { get; init; } = "username";

    /// <summary>The key of the Secret with the password.</summary>
    public string PasswordKey { get; init; } = "password";

    /// <summary>Whether the Secret has the name of a user of Valkey, whose clients otherwise log in as its default user.</summary>
    public bool NamesUser { get; init; }

    /// <summary>Whether clients log in with a name.</summary>
    public bool HasUsername => Kind != StoreKind.Valkey || NamesUser;

    /// <summary>The URL of a bucket's server.</summary>
    public string BucketUrl => string.Create(CultureInfo.InvariantCulture, $"{(Tls ? "https" : "http")}://{Host}:{Port}");

    /// <summary>Whether clients authenticate: a Kafka in a container knows no users.</summary>
    public bool HasUser => Kind is not StoreKind.Kafka || SaslMechanism is not null;
}

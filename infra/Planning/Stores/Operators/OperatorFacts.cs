using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>What all stores of an operator have in common.</summary>
internal sealed record OperatorFacts
{
    /// <summary>The operator's name.</summary>
    public required string Name { get; init; }

    /// <summary>The images of the servers; null if their version is not the store's to choose.</summary>
    public StoreImages? Images { get; init; }

    /// <summary>What a server needs unless the store says otherwise.</summary>
    public required SizeSettings Size { get; init; }

    /// <summary>The port of the Service.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// Whether clients use TLS unless the store says otherwise: where the operator makes the certificate and clients need not know its
    /// authority.
    /// </summary>
    public bool Tls { get; init; }

    /// <summary>Whether servers accept connections with TLS and without.</summary>
    public bool OffersTls { get; init; }

    /// <summary>The name of the replica set that clients of MongoDB must know; null for other kinds.</summary>
    public string? ReplicaSet { get; init; }

    /// <summary>The most characters of a store's name, to which the operator adds.</summary>
    public required int NameLength { get; init; }

    /// <summary>The users of the operator itself, whose names no service may have.</summary>
    public ImmutableArray<string> ReservedUsers { get; init; } = [];

    /// <summary>
    /// What the names of the Secrets that the operator writes add to the store's: it would take over a Secret of ours, or refuse it.
    /// </summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>What the names of the operator's Services add to the store's.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>Whether the store has servers of its own, with a volume each.</summary>
    public bool HasServers { get; init; } = true;

    /// <summary>Whether each service has a user of its own.</summary>
    public bool HasUsers { get; init; } = true;

    /// <summary>Whether it makes backups itself.</summary>
    public bool MakesBackups { get; init; }
}

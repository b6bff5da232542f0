using System.Collections.Immutable;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>Where the pods of a store are, and who must reach them at which ports.</summary>
internal sealed record StoreNetwork
{
    /// <summary>The labels of the pods that clients connect to.</summary>
    public required ImmutableSortedDictionary<string, string> Pods { get; init; }

    /// <summary>The port of these pods for clients; null for all.</summary>
    public int? ClientPort { get; init; }

    /// <summary>Whether the pods are in the namespace of the operator.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>All pods of the store, in groups with a network policy each; none if they are elsewhere.</summary>
    public ImmutableArray<PodGroup> Groups { get; init; } = [];

    /// <summary>The labels of the operators' pods.</summary>
    public ImmutableArray<ImmutableSortedDictionary<string, string>> Operators { get; init; } = [];

    /// <summary>The ports at which the operators reach the servers.</summary>
    public ImmutableArray<int> OperatorPorts { get; init; } = [];

    /// <summary>The port of the pods at which a client of ours makes backups; null where none does.</summary>
    public int? BackupPort { get; init; }
}

/// <summary>Pods of a store with the same network policy.</summary>
/// <param name="Labels">Their labels.</param>
internal sealed record PodGroup(ImmutableSortedDictionary<string, string> Labels)
{
    /// <summary>A label that they do not have, and its values; null if the labels tell them from others.</summary>
    public OtherLabel? Without { get; init; }

    /// <summary>The ports at which the other pods of the store reach them.</summary>
    public ImmutableArray<PortRange> Ports { get; init; } = [];

    /// <summary>Whether they are servers, which the operator connects to.</summary>
    public bool AreServers { get; init; } = true;

    /// <summary>Whether they call the API of Kubernetes.</summary>
    public bool CallApi { get; init; }

    /// <summary>Whether they reach the bucket of the backups.</summary>
    public bool ReachBucket { get; init; }
}

/// <summary>A label of other pods.</summary>
internal sealed record OtherLabel(string Key, ImmutableArray<string> Values);

/// <summary>Ports that follow each other.</summary>
internal readonly record struct PortRange(int First, int Last)
{
    public static implicit operator PortRange(int port) => new(port, port);
}

using System.Collections.Immutable;

namespace Infra.Backend.Settings;

internal sealed partial record ServiceSettings
{
    /// <summary>The stores it uses: databases, caches, queues and object stores of the stack.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Connection variables, a user of its own where the kind has users, egress and ingress rules, and the order of deployment: its pods
    /// start once the store is ready and its user exists.
    /// </remarks>
    /// <example>uses: [orders-db, {store: sessions, dialects: [url]}]</example>
    public ImmutableArray<StoreUseSettings> Uses { get; init; } = [];

    /// <summary>The pods of stores' operators that it connects to.</summary>
    internal ImmutableArray<PodPeer> Peers { get; init; } = [];

    /// <summary>The store that this service is a part of; null for the services of the catalogue.</summary>
    internal string? PartOf { get; init; }
}

/// <summary>Pods that a service connects to and that are no service of the stack.</summary>
/// <param name="Labels">Their labels.</param>
/// <param name="Port">Their port; null for all.</param>
/// <param name="IsElsewhere">Whether they are in another namespace.</param>
internal sealed record PodPeer(ImmutableSortedDictionary<string, string> Labels, int? Port, bool IsElsewhere);

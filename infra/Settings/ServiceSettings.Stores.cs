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

    /// <summary>The store that this service is a part of; null for the services of the catalogue.</summary>
    internal string? PartOf { get; init; }
}

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

    /// <summary>The pods that it connects to and that are no service beside it.</summary>
    internal ImmutableArray<PodPeer> Peers { get; init; } = [];

    /// <summary>The pods that connect to it and that are no service beside it.</summary>
    internal ImmutableArray<PodPeer> Clients { get; init; } = [];

    /// <summary>The variables of its own container, which the additional ones do not get.</summary>
    internal IReadOnlyDictionary<string, EnvironmentSettings> MainEnv { get; init; } =
        ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>The Secrets of stores that others write, and at whose change its pods restart.</summary>
    internal ImmutableArray<string> ReloadSecrets { get; init; } = [];

    /// <summary>The store that this service is a part of; null for the services of the catalogue.</summary>
    internal string? PartOf { get; init; }
}

/// <summary>Pods at the other end of a connection that are no service of the same namespace.</summary>
/// <param name="Labels">Their labels.</param>
/// <param name="Port">The port of the pods that are connected to; null for all.</param>
/// <param name="IsElsewhere">Whether they are in another namespace.</param>
internal sealed record PodPeer(ImmutableSortedDictionary<string, string> Labels, int? Port, bool IsElsewhere)
{
    /// <summary>The other namespace; null for any.</summary>
    public string? Namespace { get; init; }
}

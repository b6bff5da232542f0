using System.Collections.Immutable;
using Infra.Backend.Planning.Stores;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Planning.Stores.Operators;

namespace Infra.Backend.Planning.Monitoring;

/// <summary>A store with metrics.</summary>
internal sealed record WatchedStore
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required string? Owner { get; init; }

    public required StoreMetrics Metrics { get; init; }

    /// <summary>The number of its servers; those of an external store are not known, and count as one.</summary>
    public required int Servers { get; init; }

    /// <summary>Whether an operator runs its servers: then there are no series when there are no pods.</summary>
    public bool IsOperated { get; init; }

    /// <summary>The stores of a cluster that have metrics.</summary>
    public static ImmutableArray<WatchedStore> FromPlan(ClusterPlan plan) =>
        [
            .. from store in plan.Stores
            let metrics = store.Metrics
            where metrics is not null
            select new WatchedStore
            {
                Name = store.Name,
                Namespace = plan.System.Namespace,
                Owner = store.Settings.Owner,
                Metrics = metrics,
                IsOperated = store.Operator is not null,
                Servers = store.Operator is null ? 1 : OperatedStore.GetReplicas(store.Settings, plan.Settings.FaultTolerance),
            },
        ];
}

using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>Resolves the pools, classes and neighbours of a service's placement.</summary>
internal sealed class PlacementPlanner(StackSettings settings, FaultTolerancePreset preset, SystemIdentity system)
{
    private const int DefaultWeight = 100;

    public ServicePlacement Plan(PlacementSettings placement, ServiceKind kind)
    {
        var pool = placement.Pool is null ? null : settings.Pools[placement.Pool];
        var hardware = placement.Performance is null ? null : settings.Performance[placement.Performance];
        var priority = placement.Priority ?? (kind.IsLongRunning() ? preset.PriorityName : null);
        PoolSettings[] nodes = [.. new[] { pool, hardware }.OfType<PoolSettings>()];
        var (overZones, overNodes) = (ResolveZones(placement, kind), ResolveNodes(placement, kind));
        return new ServicePlacement
        {
            Zones = overZones,
            Nodes = overNodes,
            Spread = SpreadConstraint.Plan(kind, overZones, overNodes, placement.Spread),
            NodeLabels = nodes
                .SelectMany(pool => pool.Labels)
                .DistinctBy(label => label.Key)
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Tolerations = [.. nodes.SelectMany(pool => pool.Tolerations), .. placement.Tolerations],
            Near = PlanNeighbours(placement.Near, isRequired: false),
            AwayFrom = PlanNeighbours(placement.AwayFrom, isRequired: true),
            RequiredNodes = placement.Affinity.Required,
            PreferredNodes = placement.Affinity.Preferred,
            PriorityClass = priority is null ? null : system.Qualify(priority),
            RuntimeClass = placement.Runtime is null ? null : system.Qualify(placement.Runtime),
            Overhead = placement.Runtime is null ? new ResourceAmounts() : settings.Runtimes[placement.Runtime].Overhead,
            Scheduler = placement.Scheduler,
        };
    }

    private Spreading ResolveZones(PlacementSettings placement, ServiceKind kind) =>
        kind == ServiceKind.Daemon ? Spreading.Anywhere : placement.Zones ?? (kind.IsReplicated() ? preset.Zones : Spreading.Anywhere);

    private Spreading ResolveNodes(PlacementSettings placement, ServiceKind kind) =>
        kind == ServiceKind.Daemon ? Spreading.Anywhere : placement.Nodes ?? (kind.IsReplicated() ? preset.Nodes : Spreading.Anywhere);

    private static ImmutableArray<Neighbour> PlanNeighbours(ImmutableArray<NeighbourSettings> neighbours, bool isRequired) =>
        [
            .. neighbours.Select(neighbour => new Neighbour(
                neighbour.Service,
                neighbour.Topology,
                neighbour.Required ?? isRequired ? null : neighbour.Weight ?? DefaultWeight
            )),
        ];
}

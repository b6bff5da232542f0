using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>A constraint for spreading pods over the nodes' values of a label.</summary>
internal sealed record SpreadConstraint
{
    public const string ZoneTopology = "topology.kubernetes.io/zone";
    public const string NodeTopology = NeighbourSettings.NodeTopology;

    public required string Topology { get; init; }

    public int MaxSkew { get; init; } = 1;

    public required Unsatisfiable WhenUnsatisfiable { get; init; }

    public int? MinDomains { get; init; }

    public NodeInclusion? NodeAffinityPolicy { get; init; }

    public NodeInclusion? NodeTaintsPolicy { get; init; }

    /// <summary>The labels by which only pods with the value of the new pod count.</summary>
    public required ImmutableArray<string> MatchLabelKeys { get; init; }

    /// <summary>The constraints of a service: those for zones and nodes that it does not declare itself, then its own.</summary>
    public static ImmutableArray<SpreadConstraint> Plan(
        ServiceKind kind,
        Spreading zones,
        Spreading nodes,
        ImmutableArray<SpreadSettings> own
    )
    {
        // Counting old revisions too would leave the pods unevenly spread after a rollout.
        ImmutableArray<string> revision = kind switch
        {
            ServiceKind.Stateful => ["controller-revision-hash"],
            ServiceKind.Service or ServiceKind.Worker => ["pod-template-hash"],
            _ => [],
        };
        return
        [
            .. new[] { (Topology: ZoneTopology, Spreading: zones), (Topology: NodeTopology, Spreading: nodes) }
                .Where(derived => derived.Spreading != Spreading.Anywhere && !DoesSpread(own, derived.Topology))
                .Select(derived => new SpreadConstraint
                {
                    Topology = derived.Topology,
                    WhenUnsatisfiable =
                        derived.Spreading == Spreading.Required ? Unsatisfiable.DoNotSchedule : Unsatisfiable.ScheduleAnyway,
                    MatchLabelKeys = revision,
                }),
            .. own.Select(constraint => new SpreadConstraint
            {
                Topology = constraint.Topology,
                MaxSkew = constraint.MaxSkew,
                WhenUnsatisfiable = constraint.WhenUnsatisfiable,
                MinDomains = constraint.MinDomains,
                NodeAffinityPolicy = constraint.NodeAffinityPolicy,
                NodeTaintsPolicy = constraint.NodeTaintsPolicy,
                MatchLabelKeys = constraint.MatchLabelKeys ?? revision,
            }),
        ];
    }

    /// <summary>Whether constraints of a service's own spread over a label.</summary>
    public static bool DoesSpread(ImmutableArray<SpreadSettings> own, string topology) =>
        own.Any(constraint => constraint.Topology == topology);
}

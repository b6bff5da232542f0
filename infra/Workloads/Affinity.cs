using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes.Selectors;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <summary>The affinities of a service's pods to nodes and to other pods.</summary>
internal static class Affinity
{
    /// <summary>Null if the service has none.</summary>
    public static AffinityArgs? Create(ServicePlan service)
    {
        var placement = service.Placement;
        var hasNodes = !placement.RequiredNodes.IsEmpty || !placement.PreferredNodes.IsEmpty;
        if (!hasNodes && placement.Near.IsEmpty && placement.AwayFrom.IsEmpty)
        {
            return null;
        }

        var affinity = new AffinityArgs();
        if (hasNodes)
        {
            affinity.NodeAffinity = Nodes(placement);
        }

        if (!placement.Near.IsEmpty)
        {
            affinity.PodAffinity = Near(placement.Near, service);
        }

        if (!placement.AwayFrom.IsEmpty)
        {
            affinity.PodAntiAffinity = AwayFrom(placement.AwayFrom, service);
        }

        return affinity;
    }

    private static NodeAffinityArgs Nodes(ServicePlacement placement)
    {
        var nodes = new NodeAffinityArgs();
        if (!placement.RequiredNodes.IsEmpty)
        {
            nodes.RequiredDuringSchedulingIgnoredDuringExecution = new NodeSelectorArgs
            {
                NodeSelectorTerms = placement.RequiredNodes.Select(Term).ToArray(),
            };
        }

        if (!placement.PreferredNodes.IsEmpty)
        {
            nodes.PreferredDuringSchedulingIgnoredDuringExecution = placement
                .PreferredNodes.Select(preferred => new PreferredSchedulingTermArgs
                {
                    Weight = preferred.Weight,
                    Preference = Term(preferred.Nodes),
                })
                .ToArray();
        }

        return nodes;
    }

    private static NodeSelectorTermArgs Term(NodeSelector selector) =>
        new() { MatchExpressions = selector.Conditions.Select(Expression).ToArray() };

    private static NodeSelectorRequirementArgs Expression(LabelRequirement condition)
    {
        var args = new NodeSelectorRequirementArgs { Key = condition.Key, Operator = Operator(condition.Operator) };
        if (condition.Values.Count > 0)
        {
            args.Values = condition.Values.Order(StringComparer.Ordinal).ToArray();
        }

        return args;
    }

    private static string Operator(LabelOperator comparison) =>
        comparison switch
        {
            LabelOperator.In or LabelOperator.Equals => "In",
            LabelOperator.NotIn or LabelOperator.NotEquals => "NotIn",
            LabelOperator.Exists => "Exists",
            LabelOperator.DoesNotExist => "DoesNotExist",
            LabelOperator.GreaterThan => "Gt",
            LabelOperator.LessThan => "Lt",
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Node selectors have no such operator."),
        };

    private static PodAffinityArgs Near(ImmutableArray<Neighbour> neighbours, ServicePlan service)
    {
        var affinity = new PodAffinityArgs();
        if (Required(neighbours, service) is { Length: > 0 } required)
        {
            affinity.RequiredDuringSchedulingIgnoredDuringExecution = required;
        }

        if (Preferred(neighbours, service) is { Length: > 0 } preferred)
        {
            affinity.PreferredDuringSchedulingIgnoredDuringExecution = preferred;
        }

        return affinity;
    }

    private static PodAntiAffinityArgs AwayFrom(ImmutableArray<Neighbour> neighbours, ServicePlan service)
    {
        var affinity = new PodAntiAffinityArgs();
        if (Required(neighbours, service) is { Length: > 0 } required)
        {
            affinity.RequiredDuringSchedulingIgnoredDuringExecution = required;
        }

        if (Preferred(neighbours, service) is { Length: > 0 } preferred)
        {
            affinity.PreferredDuringSchedulingIgnoredDuringExecution = preferred;
        }

        return affinity;
    }

    private static PodAffinityTermArgs[] Required(ImmutableArray<Neighbour> neighbours, ServicePlan service) =>
        [.. neighbours.Where(neighbour => neighbour.Weight is null).Select(neighbour => Term(neighbour, service))];

    private static WeightedPodAffinityTermArgs[] Preferred(ImmutableArray<Neighbour> neighbours, ServicePlan service) =>
        [
            .. neighbours
                .Where(neighbour => neighbour.Weight is not null)
                .Select(neighbour => new WeightedPodAffinityTermArgs
                {
                    Weight = neighbour.Weight!.Value,
                    PodAffinityTerm = Term(neighbour, service),
                }),
        ];

    private static PodAffinityTermArgs Term(Neighbour neighbour, ServicePlan service) =>
        new()
        {
            TopologyKey = neighbour.Topology,
            LabelSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(neighbour.Service, service.System) },
        };
}

using Infra.Backend.Planning;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Resilience;

/// <summary>Spreads the pods of a service over zones and nodes, so that the loss of one does not take all pods.</summary>
internal static class TopologySpread
{
    public static IEnumerable<TopologySpreadConstraintArgs> CreateConstraints(ServicePlan service) =>
        service.Placement.Spread.Select(constraint => Create(constraint, service));

    private static TopologySpreadConstraintArgs Create(SpreadConstraint constraint, ServicePlan service)
    {
        var args = new TopologySpreadConstraintArgs
        {
            TopologyKey = constraint.Topology,
            MaxSkew = constraint.MaxSkew,
            WhenUnsatisfiable = constraint.WhenUnsatisfiable.ToString(),
            LabelSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
        };
        if (!constraint.MatchLabelKeys.IsEmpty)
        {
            args.MatchLabelKeys = constraint.MatchLabelKeys;
        }

        if (constraint.MinDomains is { } domains)
        {
            args.MinDomains = domains;
        }

        if (constraint.NodeAffinityPolicy is { } affinity)
        {
            args.NodeAffinityPolicy = affinity.ToString();
        }

        if (constraint.NodeTaintsPolicy is { } taints)
        {
            args.NodeTaintsPolicy = taints.ToString();
        }

        return args;
    }
}

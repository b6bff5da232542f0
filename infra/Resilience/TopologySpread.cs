using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Resilience;

/// <summary>Spreads the pods of a service over zones and nodes, so that the loss of one does not take all pods.</summary>
internal static class TopologySpread
{
    public static IEnumerable<TopologySpreadConstraintArgs> CreateConstraints(ServicePlan service)
    {
        if (service.Placement.Zones != Spreading.Anywhere)
        {
            yield return Spread("topology.kubernetes.io/zone", service.Placement.Zones, service);
        }

        if (service.Placement.Nodes != Spreading.Anywhere)
        {
            yield return Spread("kubernetes.io/hostname", service.Placement.Nodes, service);
        }
    }

    private static TopologySpreadConstraintArgs Spread(string topology, Spreading spreading, ServicePlan service) =>
        new()
        {
            TopologyKey = topology,
            MaxSkew = 1,
            WhenUnsatisfiable = spreading == Spreading.Required ? "DoNotSchedule" : "ScheduleAnyway",
            LabelSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },

            // Counting old revisions too would leave the pods unevenly spread after a rollout.
            MatchLabelKeys = { service.Kind == ServiceKind.Stateful ? "controller-revision-hash" : "pod-template-hash" },
        };
}

using Infra.Backend.Settings;
using Infra.Backend.Workloads;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Resilience;

/// <summary>Pods of a service apart from each other, so that no zone and no node takes all of them with it.</summary>
internal static class TopologySpread
{
    public static IEnumerable<TopologySpreadConstraintArgs> Of(ServiceSpec service)
    {
        if (service.Placement.Zones != Spreading.Anywhere)
        {
            yield return Over("topology.kubernetes.io/zone", service.Placement.Zones, service);
        }

        if (service.Placement.Nodes != Spreading.Anywhere)
        {
            yield return Over("kubernetes.io/hostname", service.Placement.Nodes, service);
        }
    }

    private static TopologySpreadConstraintArgs Over(string topology, Spreading spreading, ServiceSpec service) => new()
    {
        TopologyKey = topology,
        MaxSkew = 1,
        WhenUnsatisfiable = spreading == Spreading.Required ? "DoNotSchedule" : "ScheduleAnyway",
        LabelSelector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },

        // Only pods of the same revision count, or a rolling update would end up uneven.
        MatchLabelKeys = { service.Kind == ServiceKind.Stateful ? "controller-revision-hash" : "pod-template-hash" },
    };
}

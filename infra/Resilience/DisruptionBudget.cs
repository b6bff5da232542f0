using Infra.Backend.Planning;
using Pulumi;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;

namespace Infra.Backend.Resilience;

/// <summary>The PodDisruptionBudget of a service.</summary>
internal static class DisruptionBudget
{
    public static PodDisruptionBudget Create(ServicePlan service, ObjectMetaArgs metadata, CustomResourceOptions options) =>
        new(
            service.System.ResourceName(service.Name),
            new PodDisruptionBudgetArgs
            {
                Metadata = metadata,
                Spec = new PodDisruptionBudgetSpecArgs
                {
                    Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
                    MaxUnavailable = PodDisruption.MaxUnavailable(service.MinimumPods),

                    // An unhealthy pod must not block the drain of its node.
                    UnhealthyPodEvictionPolicy = "AlwaysAllow",
                },
            },
            options
        );
}

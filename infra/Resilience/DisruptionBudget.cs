using Infra.Backend.Planning;
using Infra.Kubernetes;
using Pulumi;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;

namespace Infra.Backend.Resilience;

/// <summary>The PodDisruptionBudget of a service.</summary>
internal static class DisruptionBudget
{
    public static PodDisruptionBudget Create(ServicePlan service, ObjectMetaArgs metadata, CustomResourceOptions options)
    {
        var spec = new PodDisruptionBudgetSpecArgs
        {
            Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
            UnhealthyPodEvictionPolicy = service.Disruption.UnhealthyPods.ToString(),
        };
        if (service.Disruption.MaxUnavailable is { } unavailable)
        {
            spec.MaxUnavailable = Amount(unavailable);
        }

        if (service.Disruption.MinAvailable is { } available)
        {
            spec.MinAvailable = Amount(available);
        }

        return new PodDisruptionBudget(
            service.System.ResourceName(service.Name),
            new PodDisruptionBudgetArgs { Metadata = metadata, Spec = spec },
            options
        );
    }

    private static InputUnion<int, string> Amount(IntOrPercent amount) =>
        amount.IsPercent ? (InputUnion<int, string>)amount.ToString() : amount.Value;
}

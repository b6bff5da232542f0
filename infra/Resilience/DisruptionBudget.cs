using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;

namespace Infra.Backend.Resilience;

/// <summary>How many pods of a service may be taken away at once when nodes are drained.</summary>
internal static class DisruptionBudget
{
    public static PodDisruptionBudget Of(ServiceSpec service, ObjectMetaArgs metadata, CustomResourceOptions options) => new(service.System.ResourceName(service.Name), new PodDisruptionBudgetArgs
    {
        Metadata = metadata,
        Spec = new PodDisruptionBudgetSpecArgs
        {
            Selector = new LabelSelectorArgs { MatchLabels = ServiceLabels.Selector(service) },
            MaxUnavailable = MayBeUnavailable(service.FewestPods),

            // A pod that is broken anyway must not hold up the drain of its node.
            UnhealthyPodEvictionPolicy = "AlwaysAllow",
        },
    }, options);

    /// <summary>A quarter of the pods, but always one: a budget of none would block every drain for ever.</summary>
    public static int MayBeUnavailable(int replicas) => Math.Max(1, replicas / 4);
}

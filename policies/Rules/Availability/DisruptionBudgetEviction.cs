using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>By default pods that are running but not ready block the drain of a node that may be what makes them unready.</summary>
internal sealed class DisruptionBudgetEviction() : ObjectPolicy(new()
{
    Name = "disruption-budget-eviction",
    Description = "PodDisruptionBudgets let unhealthy pods be evicted.",
    RemediationSteps = "Set unhealthyPodEvictionPolicy: AlwaysAllow.",
    Severity = Severity.Low,
    Profile = Profiles.Production,
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is("PodDisruptionBudget") && item.Spec["unhealthyPodEvictionPolicy"].Text != "AlwaysAllow")
            context.Report(item.Spec["unhealthyPodEvictionPolicy"], $"{item} protects pods that are not ready from being evicted");
    }
}

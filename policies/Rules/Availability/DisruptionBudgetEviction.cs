using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>By default pods that are running but not ready block the drain of a node that may be what makes them unready.</summary>
internal sealed class DisruptionBudgetEviction : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Is("PodDisruptionBudget") && item.Spec["unhealthyPodEvictionPolicy"].Text != "AlwaysAllow")
            findings.Add(item.Spec["unhealthyPodEvictionPolicy"], $"{item} protects pods that are not ready from being evicted");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "disruption-budget-eviction",
        Summary = "PodDisruptionBudgets let unhealthy pods be evicted.",
        Remedy = "Set unhealthyPodEvictionPolicy: AlwaysAllow.",
        Severity = Severity.Low,
        Profile = Profile.Production,
    };
}

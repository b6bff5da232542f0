using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>At its minimum an autoscaled workload must still be drainable.</summary>
internal sealed class DisruptionBudgetAutoscaler : ClusterPolicy
{
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        foreach (var selected in cluster.Pods.Select(item.Namespace, LabelSelector.Of(item.Spec["selector"])))
        {
            if (cluster.Scaling.AutoscalerOf(selected.Owner) is null)
                continue;

            var fewest = cluster.Scaling.Of(selected.Owner).Fewest;
            if (DisruptionBudgets.Count(item.Spec["minAvailable"], fewest) is { } least && least >= fewest && fewest > 0)
                findings.Add(item.Spec["minAvailable"], $"{item} wants {least} pods available, {selected.Owner} may be scaled down to {fewest}");
            else if (DisruptionBudgets.Count(item.Spec["maxUnavailable"], fewest) is <= 0)
                findings.Add(item.Spec["maxUnavailable"], $"{item} allows no pod of {selected.Owner} to be evicted");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "disruption-budget-autoscaler",
        Summary = "PodDisruptionBudgets want fewer pods than the autoscaler keeps at the least.",
        Remedy = "Lower minAvailable, write maxUnavailable: 1, or raise the autoscaler's minReplicas.",
        Severity = Severity.High,
        Profile = Profile.Production,
    };
}

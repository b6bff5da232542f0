using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>At its minimum an autoscaled workload must still be drainable.</summary>
internal sealed class DisruptionBudgetAutoscaler() : ClusterPolicy(new()
{
    Name = "disruption-budget-autoscaler",
    Description = "PodDisruptionBudgets want fewer pods than the autoscaler keeps at the least.",
    RemediationSteps = "Lower minAvailable, write maxUnavailable: 1, or raise the autoscaler's minReplicas.",
    Severity = Severity.High,
    Profile = Profiles.Production,
})
{
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var selected in cluster.Pods.Select(item.Namespace, item.Spec["selector"].ToLabelSelector()))
        {
            if (cluster.Scaling.FindAutoscaler(selected.Owner) is null)
                continue;

            var fewest = cluster.Scaling.GetReplicas(selected.Owner).Minimum;
            if (DisruptionBudgets.Count(item.Spec["minAvailable"], fewest) is { } least && least >= fewest && fewest > 0)
                context.Report(item.Spec["minAvailable"], $"{item} wants {least} pods available, {selected.Owner} may be scaled down to {fewest}");
            else if (DisruptionBudgets.Count(item.Spec["maxUnavailable"], fewest) is <= 0)
                context.Report(item.Spec["maxUnavailable"], $"{item} allows no pod of {selected.Owner} to be evicted");
        }
    }
}

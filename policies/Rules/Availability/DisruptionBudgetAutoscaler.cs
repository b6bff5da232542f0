using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>An autoscaled workload must allow evictions at its minimum, too.</summary>
internal sealed class DisruptionBudgetAutoscaler()
    : ClusterPolicy(
        new()
        {
            Name = "disruption-budget-autoscaler",
            Description = "PodDisruptionBudgets require fewer pods than the autoscaler's minimum.",
            RemediationSteps = "Lower minAvailable, set maxUnavailable: 1, or raise the autoscaler's minReplicas.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        foreach (var selected in cluster.Pods.Select(item.Namespace, item.Spec["selector"].ToLabelSelector()))
        {
            if (cluster.Scaling.FindAutoscaler(selected.Owner) is null)
            {
                continue;
            }

            var minimum = cluster.Scaling.GetReplicas(selected.Owner).Minimum;
            if (DisruptionBudgets.Count(item.Spec["minAvailable"], minimum) is { } required && required >= minimum && minimum > 0)
            {
                context.Report(
                    item.Spec["minAvailable"],
                    $"{item} requires {required} available pods, but {selected.Owner} may be scaled down to {minimum}"
                );
            }
            else if (DisruptionBudgets.Count(item.Spec["maxUnavailable"], minimum) is <= 0)
            {
                context.Report(item.Spec["maxUnavailable"], $"{item} allows no eviction of the pods of {selected.Owner}");
            }
        }
    }
}

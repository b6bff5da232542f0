using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>A budget that allows no disruption blocks every drain, and so every upgrade of a node.</summary>
internal sealed class DisruptionBudgetBlocks()
    : ClusterPolicy(
        new()
        {
            Name = "disruption-budget-blocks",
            Description = "PodDisruptionBudgets allow at least one eviction.",
            RemediationSteps = "Set maxUnavailable: 1, or more replicas than minAvailable.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    // More than any autoscaler's maximum: a budget that allows no eviction of this many allows none at all.
    private const int Unbounded = 1_000_000;
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var pods = cluster.Pods.Select(item.Namespace, item.Spec["selector"].ToLabelSelector());
        var owners = pods.Select(selected => selected.Owner).ToArray();
        if (owners.Length == 0)
        {
            return;
        }

        var (maxUnavailable, minAvailable) = (item.Spec["maxUnavailable"], item.Spec["minAvailable"]);
        if (!maxUnavailable.Exists && !minAvailable.Exists)
        {
            context.Report(item.Spec, $"{item} has neither minAvailable nor maxUnavailable, so no pod can be evicted");
            return;
        }

        // disruption-budget-autoscaler validates the bounds of autoscalers.
        var isAutoscaled = owners.Any(owner => cluster.Scaling.FindAutoscaler(owner) is not null);
        var all = isAutoscaled ? Unbounded : owners.Sum(owner => cluster.Scaling.GetReplicas(owner).Minimum);
        if (all <= 0)
        {
            return;
        }

        if (DisruptionBudgets.Count(maxUnavailable, all) is <= 0)
        {
            context.Report(maxUnavailable, $"{item} allows no eviction of its{(isAutoscaled ? "" : $" {all}")} pods");
        }
        else if (DisruptionBudgets.Count(minAvailable, all) is { } available && available >= all)
        {
            context.Report(
                minAvailable,
                $"{item} requires {(isAutoscaled ? "all its" : $"{available} of its {all}")} pods to be available, so none can be evicted"
            );
        }
    }
}

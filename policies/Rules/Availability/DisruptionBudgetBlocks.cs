using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>A budget that allows no disruption at all stops every drain, and with it every upgrade of a node.</summary>
internal sealed class DisruptionBudgetBlocks() : ClusterPolicy(new()
{
    Name = "disruption-budget-blocks",
    Description = "PodDisruptionBudgets leave at least one pod to evict.",
    RemediationSteps = "Write maxUnavailable: 1, or keep more replicas than minAvailable.",
    Severity = Severity.High,
    Profile = Profiles.Production,
})
{
    // More than any autoscaler keeps, for what holds of every number.
    private const int Many = 1_000_000;
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var pods = cluster.Pods.Select(item.Namespace, item.Spec["selector"].ToLabelSelector());
        var owners = pods.Select(selected => selected.Owner).ToArray();
        if (owners.Length == 0)
            return;

        var (most, least) = (item.Spec["maxUnavailable"], item.Spec["minAvailable"]);
        if (!most.Exists && !least.Exists)
        {
            context.Report(item.Spec, $"{item} says neither how many pods must be available nor how many need not, so none can be evicted");
            return;
        }

        // However many pods an autoscaler keeps; the rest it decides is the subject of disruption-budget-autoscaler.
        var isAutoscaled = owners.Any(owner => cluster.Scaling.FindAutoscaler(owner) is not null);
        var all = isAutoscaled ? Many : owners.Sum(owner => cluster.Scaling.GetReplicas(owner).Minimum);
        if (all <= 0)
            return;
        if (DisruptionBudgets.Count(most, all) is <= 0)
            context.Report(most, $"{item} allows none of its{(isAutoscaled ? "" : $" {all}")} pods to be evicted");
        else if (DisruptionBudgets.Count(least, all) is { } available && available >= all)
            context.Report(least, $"{item} wants {(isAutoscaled ? "all" : $"{available} of its {all}")} pods available, so none can be evicted");
    }
}

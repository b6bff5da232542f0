using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>A budget that allows no disruption at all stops every drain, and with it every upgrade of a node.</summary>
internal sealed class DisruptionBudgetBlocks : ClusterPolicy
{
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        var pods = cluster.Pods.Select(item.Namespace, LabelSelector.Of(item.Spec["selector"]));
        var owners = pods.Select(selected => selected.Owner).ToArray();
        // What an autoscaler decides is the subject of disruption-budget-autoscaler.
        if (owners.Length == 0 || owners.Any(owner => cluster.Scaling.AutoscalerOf(owner) is not null))
            return;

        var all = owners.Sum(owner => cluster.Scaling.Of(owner).Fewest);
        if (all <= 0)
            return;
        if (DisruptionBudgets.Count(item.Spec["maxUnavailable"], all) is <= 0)
            findings.Add(item.Spec["maxUnavailable"], $"{item} allows none of its {all} pods to be evicted");
        else if (DisruptionBudgets.Count(item.Spec["minAvailable"], all) is { } least && least >= all)
            findings.Add(item.Spec["minAvailable"], $"{item} wants {least} of its {all} pods available, so none can be evicted");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "disruption-budget-blocks",
        Summary = "PodDisruptionBudgets leave at least one pod to evict.",
        Remedy = "Write maxUnavailable: 1, or keep more replicas than minAvailable.",
        Severity = Severity.High,
        Profile = Profile.Production,
    };
}

using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>Without a budget a drain may evict all pods of a workload at once.</summary>
internal sealed class DisruptionBudgetExists()
    : ClusterPolicy(
        new()
        {
            Name = "disruption-budget-exists",
            Description = "Workloads with several replicas have a PodDisruptionBudget.",
            RemediationSteps = "Add a PodDisruptionBudget whose selector matches the pods' labels.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        // A budget says nothing about a workload that may have no pod.
        if (cluster.Scaling.GetReplicas(item) is { Minimum: > 0, Maximum: > 1 } && !cluster.DisruptionBudgets.Cover(item))
        {
            context.Report($"no PodDisruptionBudget selects the pods of {item}");
        }
    }
}

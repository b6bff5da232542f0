using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>A budget for nobody protects nobody.</summary>
internal sealed class DisruptionBudgetSelects() : ClusterPolicy(new()
{
    Name = "disruption-budget-selects",
    Description = "PodDisruptionBudgets speak of pods that exist.",
    RemediationSteps = "Make the selector match the labels of the workload's pods.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
})
{
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var selector = item.Spec["selector"].ToLabelSelector();
        if (!cluster.Pods.Any(item.Namespace, selector))
            context.Report(item.Spec["selector"], $"{item} selects no pod of namespace '{item.Namespace}' by '{selector}'");
    }
}

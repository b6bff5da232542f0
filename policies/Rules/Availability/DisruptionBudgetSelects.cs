using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>A budget for nobody protects nobody.</summary>
internal sealed class DisruptionBudgetSelects : ClusterPolicy
{
    private static readonly string[] Budgets = ["PodDisruptionBudget"];

    protected override IReadOnlyList<string> Kinds => Budgets;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        var selector = LabelSelector.Of(item.Spec["selector"]);
        if (!cluster.Pods.Any(item.Namespace, selector))
            findings.Add(item.Spec["selector"], $"{item} selects no pod of namespace '{item.Namespace}' by '{selector}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "disruption-budget-selects",
        Summary = "PodDisruptionBudgets speak of pods that exist.",
        Remedy = "Make the selector match the labels of the workload's pods.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}

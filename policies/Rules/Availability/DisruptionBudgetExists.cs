using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>Without a budget a drain may take every pod of a workload at once.</summary>
internal sealed class DisruptionBudgetExists : ClusterPolicy
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        if (cluster.Scaling.Of(item).Most > 1 && !cluster.DisruptionBudgets.Cover(item))
            findings.Add($"no PodDisruptionBudget speaks of the pods of {item}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "disruption-budget-exists",
        Summary = "Workloads of several replicas have a PodDisruptionBudget.",
        Remedy = "Add a PodDisruptionBudget whose selector matches the pods' labels.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}

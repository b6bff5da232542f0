using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>A number of replicas beside an autoscaler is written back at every update, against what the autoscaler has found.</summary>
internal sealed class AutoscaledReplicas() : ClusterPolicy(new()
{
    Name = "autoscaled-replicas",
    Description = "Workloads that are scaled automatically fix no number of replicas.",
    RemediationSteps = "Remove spec.replicas from the workload.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
})
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "ReplicaSet"];

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        // An object as the cluster knows it always has a number, be it the autoscaler's.
        if (item.AsDeclared()?.Spec["replicas"] is { Exists: true } replicas && cluster.Scaling.FindAutoscaler(item) is { } autoscaler)
            context.Report(replicas, $"{item} fixes its replicas, and {autoscaler} scales it");
    }
}

using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>Each update would reset the replicas to the number written, against the autoscaler.</summary>
internal sealed class AutoscaledReplicas()
    : ClusterPolicy(
        new()
        {
            Name = "autoscaled-replicas",
            Description = "Autoscaled workloads set no replicas.",
            RemediationSteps = "Remove spec.replicas from the workload.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "ReplicaSet"];

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        // A live object always has a number, even if the autoscaler set it.
        if (item.AsDeclared()?.Spec["replicas"] is { Exists: true } replicas && cluster.Scaling.FindAutoscaler(item) is { } autoscaler)
        {
            context.Report(replicas, $"{item} sets replicas, and {autoscaler} scales it");
        }
    }
}

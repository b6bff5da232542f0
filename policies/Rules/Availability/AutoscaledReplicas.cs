using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>A number of replicas beside an autoscaler is written back at every update, against what the autoscaler has found.</summary>
internal sealed class AutoscaledReplicas : ClusterPolicy
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet", "ReplicaSet"];

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        // An object as the cluster knows it always has a number, be it the autoscaler's.
        if (item.AsDeclared()?.Spec["replicas"] is { Exists: true } replicas && cluster.Scaling.AutoscalerOf(item) is { } autoscaler)
            findings.Add(replicas, $"{item} fixes its replicas, and {autoscaler} scales it");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "autoscaled-replicas",
        Summary = "Workloads that are scaled automatically fix no number of replicas.",
        Remedy = "Remove spec.replicas from the workload.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}

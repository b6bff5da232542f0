using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>Replicas that all run on one node fail together.</summary>
internal sealed class PodSpread : ClusterPolicy
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        if (item.Pods is not { } pods || cluster.Scaling.Of(item).Most <= 1)
            return;
        var antiAffinity = pods.Spec["affinity"]["podAntiAffinity"];
        if (pods.Spec["topologySpreadConstraints"].Count == 0
            && antiAffinity["requiredDuringSchedulingIgnoredDuringExecution"].Count == 0
            && antiAffinity["preferredDuringSchedulingIgnoredDuringExecution"].Count == 0)
            findings.Add(pods.Spec, $"nothing keeps the replicas of {item} from running on one node");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "pod-spread",
        Summary = "Replicas are spread over nodes or zones.",
        Remedy = "Add topologySpreadConstraints, or an anti-affinity against pods of the same labels.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}

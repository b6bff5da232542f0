using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

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

        var selectors = Selectors(pods).ToArray();
        if (selectors.Length == 0)
            findings.Add(pods.Spec, $"nothing keeps the replicas of {item} from running on one node");
        else if (!selectors.Any(selector => selector.Exists && LabelSelector.Of(selector).Matches(pods.LabelValues)))
            findings.Add(pods.Spec, $"nothing keeps the replicas of {item} from running on one node: what spreads pods selects others");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "pod-spread",
        Summary = "Replicas are spread over nodes or zones.",
        Remedy = "Add topologySpreadConstraints, or an anti-affinity against pods of the same labels.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };

    // One that is missing selects no pod.
    private static IEnumerable<Node> Selectors(PodTemplate pods)
    {
        var antiAffinity = pods.Spec["affinity"]["podAntiAffinity"];
        return pods.Spec["topologySpreadConstraints"].Items.Select(constraint => constraint["labelSelector"])
            .Concat(antiAffinity["requiredDuringSchedulingIgnoredDuringExecution"].Items.Select(term => term["labelSelector"]))
            .Concat(antiAffinity["preferredDuringSchedulingIgnoredDuringExecution"].Items.Select(term => term["podAffinityTerm"]["labelSelector"]));
    }
}

using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>Replicas on one node fail together.</summary>
internal sealed class PodSpread()
    : ClusterPolicy(
        new()
        {
            Name = "pod-spread",
            Description = "Replicas are spread over nodes or zones.",
            RemediationSteps = "Add topologySpreadConstraints, or an anti-affinity against pods of the same labels.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private static readonly string[] Workloads = ["Deployment", "StatefulSet"];

    protected override IReadOnlyList<string> Kinds => Workloads;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (item.Pods is not { } pods || cluster.Scaling.GetReplicas(item).Maximum <= 1)
        {
            return;
        }

        var selectors = GetSelectors(pods).ToArray();
        if (selectors.Length == 0)
        {
            context.Report(pods.Spec, $"the replicas of {item} may all run on one node");
        }
        else if (!selectors.Any(selector => selector.Exists && selector.ToLabelSelector().Matches(pods.LabelValues)))
        {
            context.Report(pods.Spec, $"the replicas of {item} may all run on one node: its spreading rules select other pods");
        }
    }

    // A missing selector selects no pod.
    private static IEnumerable<PropertyNode> GetSelectors(PodTemplate pods)
    {
        var antiAffinity = pods.Spec["affinity"]["podAntiAffinity"];
        return pods.Spec["topologySpreadConstraints"]
            .Items.Select(constraint => constraint["labelSelector"])
            .Concat(antiAffinity["requiredDuringSchedulingIgnoredDuringExecution"].Items.Select(term => term["labelSelector"]))
            .Concat(
                antiAffinity["preferredDuringSchedulingIgnoredDuringExecution"]
                    .Items.Select(term => term["podAffinityTerm"]["labelSelector"])
            );
    }
}

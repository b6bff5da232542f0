using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>What the rules on both directions of traffic have in common.</summary>
internal static class PodTraffic
{
    public static void RequirePolicy(KubernetesObject item, Cluster cluster, PolicyContext context, TrafficDirection direction, string question)
    {
        // A pod in the node's network is out of reach of every policy, and is reported for that.
        if (item.Kind == "PodTemplate" || item.Pods is not { } pods || pods.Spec["hostNetwork"].Flag == true)
            return;
        var labels = pods.Labels.Entries.ToDictionary(label => label.Key, label => label.Value.Scalar ?? "", StringComparer.Ordinal);
        if (!cluster.NetworkPolicies.Covers(new LabelledPods(pods, item.Namespace, labels), direction))
            context.Report($"no NetworkPolicy of namespace '{item.Namespace}' says {question} ({item})");
    }
}

using Infra.Kubernetes.Selectors;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>Traffic that a rule is meant to allow is blocked if its peer does not exist.</summary>
internal sealed class NetworkPolicyPeers()
    : ClusterPolicy(
        new()
        {
            Name = "network-policy-peers",
            Description = "The peers of NetworkPolicies exist if their namespace is part of the stack.",
            RemediationSteps = "Make the peer's podSelector match the labels of pods, and name their namespace if it is another one.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    private const string NamespaceName = "kubernetes.io/metadata.name";
    private static readonly string[] Policies = ["NetworkPolicy"];

    protected override IReadOnlyList<string> Kinds => Policies;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var peers = item.Spec["ingress"]
            .Items.SelectMany(rule => rule["from"].Items)
            .Concat(item.Spec["egress"].Items.SelectMany(rule => rule["to"].Items));
        foreach (var peer in peers)
        {
            var selector = peer["podSelector"].ToLabelSelector();
            if (
                selector.IsEmpty
                || FindNamespace(item, peer["namespaceSelector"]) is not { } @namespace
                || !cluster.HasNamespace(@namespace)
                || RequestedPods.MayMatch(@namespace, selector, cluster)
            )
            {
                continue;
            }

            if (!cluster.Pods.Any(@namespace, selector))
            {
                context.Report(peer["podSelector"], $"{item} has a peer '{selector}', which selects no pod of namespace '{@namespace}'");
            }
        }
    }

    // Null unless one namespace is selected by name: others may contain pods of other stacks.
    private static string? FindNamespace(KubernetesObject item, PropertyNode selector)
    {
        if (!selector.Exists)
        {
            return item.Namespace;
        }

        return
            selector.ToLabelSelector().Requirements
                is [{ Key: NamespaceName, Operator: LabelOperator.Equals or LabelOperator.In, Values: [var name] }]
            ? name
            : null;
    }
}

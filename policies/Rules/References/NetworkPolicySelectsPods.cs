using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A NetworkPolicy that covers nobody gives a false sense of safety.</summary>
internal sealed class NetworkPolicySelectsPods() : ClusterPolicy(new()
{
    Name = "network-policy-selects-pods",
    Description = "NetworkPolicies speak of pods that exist.",
    RemediationSteps = "Make podSelector match the labels of pods in the same namespace, or leave it empty for all.",
    Severity = Severity.Medium,
    Profile = Profiles.Baseline,
})
{
    private static readonly string[] Policies = ["NetworkPolicy"];

    protected override IReadOnlyList<string> Kinds => Policies;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var selector = item.Spec["podSelector"].ToLabelSelector();
        if (!selector.IsEmpty && !cluster.Pods.Any(item.Namespace, selector))
            context.Report(item.Spec["podSelector"], $"{item} selects no pod of namespace '{item.Namespace}' by '{selector}'");
    }
}

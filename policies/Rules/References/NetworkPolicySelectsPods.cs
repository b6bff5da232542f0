using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>A NetworkPolicy that covers nobody gives a false sense of safety.</summary>
internal sealed class NetworkPolicySelectsPods : ClusterPolicy
{
    private static readonly string[] Policies = ["NetworkPolicy"];

    protected override IReadOnlyList<string> Kinds => Policies;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        var selector = LabelSelector.Of(item.Spec["podSelector"]);
        if (!selector.IsEmpty && !cluster.Pods.Any(item.Namespace, selector))
            findings.Add(item.Spec["podSelector"], $"{item} selects no pod of namespace '{item.Namespace}' by '{selector}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "network-policy-selects-pods",
        Summary = "NetworkPolicies speak of pods that exist.",
        Remedy = "Make podSelector match the labels of pods in the same namespace, or leave it empty for all.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
    };
}

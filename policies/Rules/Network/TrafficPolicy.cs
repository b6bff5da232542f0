using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>A NetworkPolicy must cover each pod, for one direction of traffic.</summary>
internal sealed class TrafficPolicy(PolicyDetails details, TrafficDirection direction, string subject) : ClusterPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            // Without one a compromised pod may call the whole internet.
            new TrafficPolicy(
                new()
                {
                    Name = "network-policy-egress",
                    Description = "A NetworkPolicy restricts the egress of each pod.",
                    RemediationSteps = "Add a NetworkPolicy with policyTypes: [Egress] whose podSelector matches the pods.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Production,
                    Controls = [Standards.Cis("5.3.2"), Standards.Nsa("Network policies")],
                },
                TrafficDirection.Egress,
                "egress"
            ),
            // Without one every pod of the cluster may call.
            new TrafficPolicy(
                new()
                {
                    Name = "network-policy-ingress",
                    Description = "A NetworkPolicy restricts the ingress of each pod.",
                    RemediationSteps = "Add a NetworkPolicy with policyTypes: [Ingress] whose podSelector matches the pods.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Production,
                    Controls = [Standards.Cis("5.3.2"), Standards.Nsa("Network policies")],
                },
                TrafficDirection.Ingress,
                "ingress"
            ),
        ];

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        // NetworkPolicies do not apply to a pod in the node's network; host-namespaces reports it.
        if (item.Kind == "PodTemplate" || item.Pods is not { } pods || pods.Spec["hostNetwork"].Flag == true)
        {
            return;
        }

        if (!cluster.NetworkPolicies.Covers(new LabelledPods(pods, item.Namespace, pods.LabelValues), direction))
        {
            context.Report($"no NetworkPolicy of namespace '{item.Namespace}' restricts the {subject} of the pods of {item}");
        }
    }
}

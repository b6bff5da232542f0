using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>Without a policy a pod that was taken over may call the whole world.</summary>
internal sealed class NetworkPolicyEgress() : ClusterPolicy(new()
{
    Name = "network-policy-egress",
    Description = "A NetworkPolicy decides whom each pod may call.",
    RemediationSteps = "Add a NetworkPolicy with policyTypes: [Egress] whose podSelector matches the pods.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
    Controls = [Standards.Cis("5.3.2"), Standards.Nsa("Network policies")],
})
{
    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context) =>
        PodTraffic.RequirePolicy(item, cluster, context, TrafficDirection.Egress, "whom the pods may call");
}

using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>Without a policy every pod of the cluster may call.</summary>
internal sealed class NetworkPolicyIngress() : ClusterPolicy(new()
{
    Name = "network-policy-ingress",
    Description = "A NetworkPolicy decides who may call each pod.",
    RemediationSteps = "Add a NetworkPolicy with policyTypes: [Ingress] whose podSelector matches the pods.",
    Severity = Severity.Medium,
    Profile = Profiles.Production,
    Controls = [Standards.Cis("5.3.2"), Standards.Nsa("Network policies")],
})
{
    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context) =>
        PodTraffic.RequirePolicy(item, cluster, context, TrafficDirection.Ingress, "from whom the pods take traffic");
}

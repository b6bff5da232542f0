using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>Without a policy a pod that was taken over may call the whole world.</summary>
internal sealed class NetworkPolicyEgress : ClusterPolicy
{
    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings) =>
        PodTraffic.RequirePolicy(item, cluster, findings, TrafficDirection.Egress, "whom the pods may call");

    protected override PolicyDescription Describe() => new()
    {
        Name = "network-policy-egress",
        Summary = "A NetworkPolicy decides whom each pod may call.",
        Remedy = "Add a NetworkPolicy with policyTypes: [Egress] whose podSelector matches the pods.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
        Standards = [Standard.Cis("5.3.2"), Standard.Nsa("Network policies")],
    };
}

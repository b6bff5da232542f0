using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>Without a policy every pod of the cluster may call.</summary>
internal sealed class NetworkPolicyIngress : ClusterPolicy
{
    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings) =>
        PodTraffic.RequirePolicy(item, cluster, findings, TrafficDirection.Ingress, "from whom the pods take traffic");

    protected override PolicyDescription Describe() => new()
    {
        Name = "network-policy-ingress",
        Summary = "A NetworkPolicy decides who may call each pod.",
        Remedy = "Add a NetworkPolicy with policyTypes: [Ingress] whose podSelector matches the pods.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
        Standards = [Standard.Cis("5.3.2"), Standard.Nsa("Network policies")],
    };
}

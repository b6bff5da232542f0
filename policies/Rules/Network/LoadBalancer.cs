using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>A load balancer is public unless it is told who may call.</summary>
internal sealed class LoadBalancer : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (LoadBalancers.IsPublic(item))
            findings.Add(item.Spec["type"], $"{item} is reachable from everywhere");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "load-balancer",
        Summary = "Load balancers are internal, or say who may call.",
        Remedy = "Set loadBalancerSourceRanges, or the annotation by which your cloud makes a load balancer internal.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
    };
}

using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>A load balancer is public unless its sources are restricted.</summary>
internal sealed class LoadBalancer()
    : ObjectPolicy(
        new()
        {
            Name = "load-balancer",
            Description = "Load balancers are internal or restrict their sources.",
            RemediationSteps = "Set loadBalancerSourceRanges, or the annotation by which your cloud makes a load balancer internal.",
            Severity = Severity.Low,
            Profile = Profiles.Advisory,
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (LoadBalancers.IsPublic(item))
        {
            context.Report(item.Spec["type"], $"{item} is reachable from the internet");
        }
    }
}

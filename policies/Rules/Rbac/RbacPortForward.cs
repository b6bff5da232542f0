using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Rbac;

/// <summary>A forwarded port goes around every NetworkPolicy.</summary>
internal sealed class RbacPortForward : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        foreach (var rule in RoleRules.Of(item))
            if (RoleRules.Grants(rule, "", ["pods/portforward", "services/proxy", "pods/proxy", "nodes/proxy"], ["create", "get"]))
                findings.Add(rule, $"{item} lets its subjects reach ports past NetworkPolicies");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "rbac-port-forward",
        Summary = "Roles let nobody forward ports or use proxies into the cluster.",
        Remedy = "Remove pods/portforward and the proxy subresources.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.10")],
    };
}

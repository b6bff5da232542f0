using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>A forwarded port goes around every NetworkPolicy.</summary>
internal sealed class RbacPortForward() : ObjectPolicy(new()
{
    Name = "rbac-port-forward",
    Description = "Roles let nobody forward ports or use proxies into the cluster.",
    RemediationSteps = "Remove pods/portforward and the proxy subresources.",
    Severity = Severity.Medium,
    Profile = Profiles.Restricted,
    Controls = [Standards.Cis("5.1.10")],
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
            if (RoleRules.Grants(rule, "", ["pods/portforward", "services/proxy", "pods/proxy", "nodes/proxy"], ["create", "get"]))
                context.Report(rule, $"{item} lets its subjects reach ports past NetworkPolicies");
    }
}

using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>A wildcard grants future rights, too.</summary>
internal sealed class RbacWildcards()
    : ObjectPolicy(
        new()
        {
            Name = "rbac-wildcards",
            Description = "Roles list what they grant.",
            RemediationSteps = "List the verbs, resources and API groups instead of *.",
            Severity = Severity.High,
            Profile = Profiles.Restricted,
            Controls = [Standards.Cis("5.1.3"), Standards.Nsa("Authentication and authorization")],
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
        {
            foreach (var name in (string[])["verbs", "resources", "apiGroups", "nonResourceURLs"])
            {
                if (RoleRules.Lists(rule[name], []))
                {
                    context.Report(rule[name], $"{item} grants all {name}");
                }
            }
        }
    }
}

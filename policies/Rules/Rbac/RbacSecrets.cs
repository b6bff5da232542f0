using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Who reads Secrets can be whoever they belong to.</summary>
internal sealed class RbacSecrets() : ObjectPolicy(new()
{
    Name = "rbac-secrets",
    Description = "Roles let nobody read every Secret.",
    RemediationSteps = "Name the Secrets in resourceNames with the verb get, or remove the right.",
    Severity = Severity.High,
    Profile = Profiles.Restricted,
    Controls = [Standards.Cis("5.1.2")],
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
            if (!RoleRules.IsNarrow(rule) && RoleRules.Grants(rule, "", ["secrets"], ["get", "list", "watch"]))
                context.Report(rule, $"{item} lets its subjects read every Secret");
    }
}

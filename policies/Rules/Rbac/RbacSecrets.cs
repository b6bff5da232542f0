using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Who reads Secrets can be whoever they belong to.</summary>
internal sealed class RbacSecrets : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        foreach (var rule in RoleRules.Of(item))
            if (!RoleRules.IsNarrow(rule) && RoleRules.Grants(rule, "", ["secrets"], ["get", "list", "watch"]))
                findings.Add(rule, $"{item} lets its subjects read every Secret");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "rbac-secrets",
        Summary = "Roles let nobody read every Secret.",
        Remedy = "Name the Secrets in resourceNames with the verb get, or remove the right.",
        Severity = Severity.High,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.2")],
    };
}

using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Rbac;

/// <summary>A wildcard gives tomorrow's rights too.</summary>
internal sealed class RbacWildcards : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        foreach (var rule in RoleRules.Of(item))
            foreach (var name in (string[])["verbs", "resources", "apiGroups", "nonResourceURLs"])
                if (RoleRules.Lists(rule[name], []))
                    findings.Add(rule[name], $"{item} grants all {name}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "rbac-wildcards",
        Summary = "Roles name what they grant.",
        Remedy = "List the verbs, resources and API groups instead of *.",
        Severity = Severity.High,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.3"), Standard.Nsa("Authentication and authorization")],
    };
}

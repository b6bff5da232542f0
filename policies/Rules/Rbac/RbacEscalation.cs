using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>The verbs impersonate, bind and escalate lead to every right in one more step.</summary>
internal sealed class RbacEscalation()
    : ObjectPolicy(
        new()
        {
            Name = "rbac-escalation",
            Description = "Roles do not allow escalating privileges.",
            RemediationSteps = "Remove impersonate, bind, escalate and serviceaccounts/token, or limit them by resourceNames.",
            Severity = Severity.Critical,
            Profile = Profiles.Restricted,
            Controls = [Standards.Cis("5.1.8")],
        }
    )
{
    private static readonly string[] Verbs = ["impersonate", "bind", "escalate"];

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
        {
            foreach (var verb in rule["verbs"].Items)
            {
                if (Verbs.Contains(verb.Text) && !RoleRules.IsLimitedByName(rule))
                {
                    context.Report(verb, $"{item} lets its subjects {verb.Text}");
                }
            }

            if (!RoleRules.IsLimitedByName(rule) && RoleRules.Grants(rule, "", ["serviceaccounts/token"], ["create"]))
            {
                context.Report(rule, $"{item} lets its subjects create tokens for every ServiceAccount");
            }
        }
    }
}

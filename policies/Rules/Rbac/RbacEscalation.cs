using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Who may impersonate, bind or escalate has every right there is, after one step more.</summary>
internal sealed class RbacEscalation() : ObjectPolicy(new()
{
    Name = "rbac-escalation",
    Description = "Roles let nobody take rights they were not given.",
    RemediationSteps = "Remove impersonate, bind, escalate and serviceaccounts/token, or limit them by resourceNames.",
    Severity = Severity.Critical,
    Profile = Profiles.Restricted,
    Controls = [Standards.Cis("5.1.8")],
})
{
    private static readonly string[] Verbs = ["impersonate", "bind", "escalate"];

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
        {
            foreach (var verb in rule["verbs"].Items)
                if (Verbs.Contains(verb.Text) && !RoleRules.IsNarrow(rule))
                    context.Report(verb, $"{item} lets its subjects {verb.Text}");
            if (!RoleRules.IsNarrow(rule) && RoleRules.Grants(rule, "", ["serviceaccounts/token"], ["create"]))
                context.Report(rule, $"{item} lets its subjects make tokens for every ServiceAccount");
        }
    }
}

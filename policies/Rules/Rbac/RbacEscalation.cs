using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Who may impersonate, bind or escalate has every right there is, after one step more.</summary>
internal sealed class RbacEscalation : ObjectPolicy
{
    private static readonly string[] Verbs = ["impersonate", "bind", "escalate"];

    protected override void Check(KubernetesObject item, Findings findings)
    {
        foreach (var rule in RoleRules.Of(item))
        {
            foreach (var verb in rule["verbs"].Items)
                if (Verbs.Contains(verb.Text) && !RoleRules.IsNarrow(rule))
                    findings.Add(verb, $"{item} lets its subjects {verb.Text}");
            if (!RoleRules.IsNarrow(rule) && RoleRules.Grants(rule, "", ["serviceaccounts/token"], ["create"]))
                findings.Add(rule, $"{item} lets its subjects make tokens for every ServiceAccount");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "rbac-escalation",
        Summary = "Roles let nobody take rights they were not given.",
        Remedy = "Remove impersonate, bind, escalate and serviceaccounts/token, or limit them by resourceNames.",
        Severity = Severity.Critical,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.8")],
    };
}

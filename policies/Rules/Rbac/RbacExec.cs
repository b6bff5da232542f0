using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>A shell in a pod has all that the pod has.</summary>
internal sealed class RbacExec() : ObjectPolicy(new()
{
    Name = "rbac-exec",
    Description = "Roles let nobody run commands in pods.",
    RemediationSteps = "Remove pods/exec, pods/attach and pods/ephemeralcontainers; give them to people for the time they need them.",
    Severity = Severity.High,
    Profile = Profiles.Restricted,
    Controls = [Standards.Nsa("Authentication and authorization")],
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
            if (RoleRules.Grants(rule, "", ["pods/exec", "pods/attach", "pods/ephemeralcontainers"], ["create", "get", "update", "patch"]))
                context.Report(rule, $"{item} lets its subjects run commands in pods");
    }
}

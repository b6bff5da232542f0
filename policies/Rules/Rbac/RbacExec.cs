using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Rbac;

/// <summary>A shell in a pod has all that the pod has.</summary>
internal sealed class RbacExec : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        foreach (var rule in RoleRules.Of(item))
            if (RoleRules.Grants(rule, "", ["pods/exec", "pods/attach", "pods/ephemeralcontainers"], ["create", "get", "update", "patch"]))
                findings.Add(rule, $"{item} lets its subjects run commands in pods");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "rbac-exec",
        Summary = "Roles let nobody run commands in pods.",
        Remedy = "Remove pods/exec, pods/attach and pods/ephemeralcontainers; give them to people for the time they need them.",
        Severity = Severity.High,
        Profile = Profile.Restricted,
        Standards = [Standard.Nsa("Authentication and authorization")],
    };
}

using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Who creates pods can mount every Secret and be every account of the namespace.</summary>
internal sealed class RbacCreatePods() : ObjectPolicy(new()
{
    Name = "rbac-create-pods",
    Description = "Roles let nobody create pods.",
    RemediationSteps = "Leave creating pods to controllers and to the pipeline that deploys.",
    Severity = Severity.Medium,
    Profile = Profiles.Restricted,
    Controls = [Standards.Cis("5.1.4")],
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
        {
            if (RoleRules.Grants(rule, "", ["pods", "replicationcontrollers"], ["create"])
                || RoleRules.Grants(rule, "apps", ["deployments", "statefulsets", "daemonsets", "replicasets"], ["create"])
                || RoleRules.Grants(rule, "batch", ["jobs", "cronjobs"], ["create"]))
                context.Report(rule, $"{item} lets its subjects create pods");
        }
    }
}

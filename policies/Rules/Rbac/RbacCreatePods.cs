using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Who creates pods can mount every Secret and be every account of the namespace.</summary>
internal sealed class RbacCreatePods : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        foreach (var rule in RoleRules.Of(item))
        {
            if (RoleRules.Grants(rule, "", ["pods", "replicationcontrollers"], ["create"])
                || RoleRules.Grants(rule, "apps", ["deployments", "statefulsets", "daemonsets", "replicasets"], ["create"])
                || RoleRules.Grants(rule, "batch", ["jobs", "cronjobs"], ["create"]))
                findings.Add(rule, $"{item} lets its subjects create pods");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "rbac-create-pods",
        Summary = "Roles let nobody create pods.",
        Remedy = "Leave creating pods to controllers and to the pipeline that deploys.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.4")],
    };
}

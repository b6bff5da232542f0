using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>A Role must not grant some verbs on some resources.</summary>
internal sealed class ForbiddenGrant(PolicyDetails details, string right, params Grant[] grants) : ObjectPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            // Anyone who may create pods can mount every Secret and use every ServiceAccount of the namespace.
            new ForbiddenGrant(
                new()
                {
                    Name = "rbac-create-pods",
                    Description = "Roles do not allow creating pods.",
                    RemediationSteps = "Leave creating pods to controllers and to the pipeline that deploys.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.Cis("5.1.4")],
                },
                "create pods",
                new Grant("", ["pods", "replicationcontrollers"], ["create"]),
                new Grant("apps", ["deployments", "statefulsets", "daemonsets", "replicasets"], ["create"]),
                new Grant("batch", ["jobs", "cronjobs"], ["create"])
            ),
            // A shell in a pod has all rights of the pod.
            new ForbiddenGrant(
                new()
                {
                    Name = "rbac-exec",
                    Description = "Roles do not allow running commands in pods.",
                    RemediationSteps =
                        "Remove pods/exec, pods/attach and pods/ephemeralcontainers; grant them to people for a limited time.",
                    Severity = Severity.High,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.Nsa("Authentication and authorization")],
                },
                "run commands in pods",
                new Grant("", ["pods/exec", "pods/attach", "pods/ephemeralcontainers"], ["create", "get", "update", "patch"])
            ),
            // A forwarded port bypasses every NetworkPolicy.
            new ForbiddenGrant(
                new()
                {
                    Name = "rbac-port-forward",
                    Description = "Roles do not allow forwarding ports or using proxies into the cluster.",
                    RemediationSteps = "Remove pods/portforward and the proxy subresources.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.Cis("5.1.10")],
                },
                "reach ports past NetworkPolicies",
                new Grant("", ["pods/portforward", "services/proxy", "pods/proxy", "nodes/proxy"], ["create", "get"])
            ),
            // Anyone who may read a Secret can act as its owner.
            new ForbiddenGrant(
                new()
                {
                    Name = "rbac-secrets",
                    Description = "Roles do not allow reading every Secret.",
                    RemediationSteps = "Name the Secrets in resourceNames with the verb get, or remove the right.",
                    Severity = Severity.High,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.Cis("5.1.2")],
                },
                "read every Secret",
                new Grant("", ["secrets"], ["get", "list", "watch"]) { IsAllowedByName = true }
            ),
        ];

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var rule in RoleRules.GetRules(item))
        {
            if (Array.Exists(grants, grant => grant.IsGrantedBy(rule)))
            {
                context.Report(rule, $"{item} lets its subjects {right}");
            }
        }
    }
}

/// <summary>Any of the verbs on any of the resources of an API group.</summary>
internal sealed record Grant(string Group, string[] Resources, string[] Verbs)
{
    /// <summary>True if the grant is allowed for objects listed by name.</summary>
    public bool IsAllowedByName { get; init; }

    public bool IsGrantedBy(PropertyNode rule) =>
        !(IsAllowedByName && RoleRules.IsLimitedByName(rule)) && RoleRules.Grants(rule, Group, Resources, Verbs);
}

using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Who is cluster-admin is everyone.</summary>
internal sealed class ClusterAdminBinding : ObjectPolicy
{
    private const string BreakGlassGroup = "system:masters";

    protected override void Check(KubernetesObject item, Findings findings)
    {
        var role = item.Root["roleRef"]["name"];
        if (item.Is("ClusterRoleBinding", "RoleBinding") && role.Text == "cluster-admin"
            && item.Root["subjects"].Items.Any(subject => subject["name"].Text != BreakGlassGroup))
            findings.Add(role, $"{item} makes its subjects cluster-admin");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "cluster-admin-binding",
        Summary = "Nobody is made cluster-admin.",
        Remedy = "Bind a role with the rights that are needed.",
        Severity = Severity.Critical,
        Profile = Profile.Restricted,
        Standards = [Standard.Cis("5.1.1"), Standard.Nsa("Authentication and authorization")],
    };
}

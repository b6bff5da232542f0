using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>The role cluster-admin grants every right.</summary>
internal sealed class ClusterAdminBinding()
    : ObjectPolicy(
        new()
        {
            Name = "cluster-admin-binding",
            Description = "No binding grants cluster-admin.",
            RemediationSteps = "Bind a role with the rights that are needed.",
            Severity = Severity.Critical,
            Profile = Profiles.Restricted,
            Controls = [Standards.Cis("5.1.1"), Standards.Nsa("Authentication and authorization")],
        }
    )
{
    private const string BreakGlassGroup = "system:masters";

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        var role = item.Root["roleRef"]["name"];
        if (
            item.Is("ClusterRoleBinding", "RoleBinding")
            && role.Text == "cluster-admin"
            && item.Root["subjects"].Items.Any(subject => subject["name"].Text != BreakGlassGroup)
        )
        {
            context.Report(role, $"{item} makes its subjects cluster-admin");
        }
    }
}

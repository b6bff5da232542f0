using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A binding to a missing Role gives no right.</summary>
internal sealed class RoleBindingRole() : ClusterPolicy(new()
{
    Name = "role-binding-role",
    Description = "RoleBindings bind Roles that exist.",
    RemediationSteps = "Create the Role in the binding's namespace, or name another.",
    Severity = Severity.Medium,
    Profile = Profiles.Baseline,
})
{
    private static readonly string[] Bindings = ["RoleBinding"];

    protected override IReadOnlyList<string> Kinds => Bindings;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        // ClusterRoles mostly come with the cluster or with other stacks.
        var role = item.Root["roleRef"];
        if (role["kind"].Text == "Role" && role["name"].Text is { Length: > 0 } name && cluster.Find("Role", item.Namespace, name) is null)
            context.Report(role, $"{item} binds the Role '{name}', which does not exist in namespace '{item.Namespace}'");
    }
}

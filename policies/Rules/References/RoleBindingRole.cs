using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>A binding to a missing Role gives no right.</summary>
internal sealed class RoleBindingRole : ClusterPolicy
{
    private static readonly string[] Bindings = ["RoleBinding"];

    protected override IReadOnlyList<string> Kinds => Bindings;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        // ClusterRoles mostly come with the cluster or with other stacks.
        var role = item.Root["roleRef"];
        if (role["kind"].Text == "Role" && role["name"].Text is { Length: > 0 } name && cluster.Find("Role", item.Namespace, name) is null)
            findings.Add(role, $"{item} binds the Role '{name}', which does not exist in namespace '{item.Namespace}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "role-binding-role",
        Summary = "RoleBindings bind Roles that exist.",
        Remedy = "Create the Role in the binding's namespace, or name another.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
    };
}

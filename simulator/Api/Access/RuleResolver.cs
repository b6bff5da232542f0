using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Access;

/// <summary>The rules that bindings grant to users.</summary>
internal sealed class RuleResolver(ObjectStore store)
{
    public const string Group = "rbac.authorization.k8s.io";
    public static readonly GroupResource Roles = new(Group, "roles");
    public static readonly GroupResource ClusterRoles = new(Group, "clusterroles");
    public static readonly GroupResource RoleBindings = new(Group, "rolebindings");
    public static readonly GroupResource ClusterRoleBindings = new(Group, "clusterrolebindings");

    /// <summary>The parsed rules of the stored versions of roles.</summary>
    private readonly ConditionalWeakTable<KubeObject, PolicyRule[]> _parsed = [];

    /// <summary>
    /// Visits the grants to a user: those of all ClusterRoleBindings, then those of the RoleBindings of a namespace.
    /// </summary>
    public IEnumerable<Grant> GetGrants(UserInfo user, string inNamespace)
    {
        var bindings = store.List(ClusterRoleBindings).Items.AsEnumerable();
        if (inNamespace.Length > 0)
        {
            bindings = bindings.Concat(store.List(RoleBindings, inNamespace).Items);
        }

        foreach (var binding in bindings)
        {
            if (binding.Body.Objects("subjects").FirstOrDefault(subject => AppliesTo(subject, user, binding.Namespace)) is not { } subject)
            {
                continue;
            }

            var role = binding.Body.Map("roleRef");
            yield return FindRules(role.Text("kind") ?? "", role.Text("name") ?? "", binding.Namespace) is { } rules
                ? new Grant(binding, subject, rules)
                : new Grant(binding, subject, []) { MissingRole = (role.Text("kind") ?? "", role.Text("name") ?? "") };
        }
    }

    /// <summary>Finds the rules of a role; null if it does not exist.</summary>
    public PolicyRule[]? FindRules(string kind, string name, string inNamespace)
    {
        var role = kind == "Role" ? store.Find(Roles, inNamespace, name) : store.Find(ClusterRoles, "", name);
        return role is null ? null : _parsed.GetValue(role, one => PolicyRule.ParseAll(one.Body));
    }

    private static bool AppliesTo(JsonObject subject, UserInfo user, string inNamespace)
    {
        var name = subject.Text("name") ?? "";
        switch (subject.Text("kind"))
        {
            case "User":
                return user.Name == name;
            case "Group":
                return user.Groups.Contains(name);
            case "ServiceAccount":
                var ofSubject = subject.Text("namespace") is { Length: > 0 } given ? given : inNamespace;
                return ofSubject.Length > 0 && user.Name == ServiceAccountUser.GetUserName(ofSubject, name);
            default:
                return false;
        }
    }
}

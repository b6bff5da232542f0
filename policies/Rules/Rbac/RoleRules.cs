using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Rbac;

/// <summary>Reads the rules of Roles and ClusterRoles.</summary>
internal static class RoleRules
{
    public static IEnumerable<PropertyNode> GetRules(KubernetesObject item) =>
        item.Is("Role", "ClusterRole") ? item.Root["rules"].Items : [];

    /// <summary>Whether a rule grants any of the verbs on any of the resources of an API group.</summary>
    public static bool Grants(PropertyNode rule, string group, ReadOnlySpan<string> resources, ReadOnlySpan<string> verbs) =>
        Lists(rule["apiGroups"], [group]) && Lists(rule["resources"], resources) && Lists(rule["verbs"], verbs);

    /// <summary>Whether a list contains one of the entries or the wildcard.</summary>
    public static bool Lists(PropertyNode list, ReadOnlySpan<string> accepted)
    {
        foreach (var entry in list.Items)
        {
            if (entry.Text is { } text && (text == "*" || accepted.Contains(text)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a rule applies to objects listed by name only.</summary>
    public static bool IsLimitedByName(PropertyNode rule) => rule["resourceNames"].Count > 0;
}

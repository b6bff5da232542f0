using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes.Schema;

namespace Infra.Backend.Checks;

/// <summary>
/// Warns of rights of a ServiceAccount that have no effect: verbs that Kubernetes does not have, resources that a built-in API group does
/// not have, and resources without a namespace, which a Role cannot grant.
/// </summary>
internal sealed class AccessRuleCheck : ISettingsCheck
{
    private const string All = "*";

    /// <summary>
    /// The verbs of requests, and those of special permissions (https://kubernetes.io/docs/reference/access-authn-authz/authorization/).
    /// </summary>
    private static readonly string[] Verbs =
    [
        "get",
        "list",
        "watch",
        "create",
        "update",
        "patch",
        "delete",
        "deletecollection",
        "use",
        "bind",
        "escalate",
        "impersonate",
        "approve",
        "sign",
        "attest",
        All,
    ];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var rules = service.Settings.ServiceAccount.Rules;
            for (var i = 0; i < rules.Length; i++)
            {
                var at = service.At("serviceAccount", "rules").Item(i);
                CheckVerbs(review, at.Key("verbs"), rules[i]);
                CheckResources(review, at.Key("resources"), rules[i]);
            }
        }
    }

    private static void CheckVerbs(SettingsReview review, SettingsPath at, AccessRuleSettings rule)
    {
        for (var i = 0; i < rule.Verbs.Length; i++)
        {
            if (!Verbs.Contains(rule.Verbs[i]))
            {
                review.Warn(at.Item(i), $"Kubernetes has no verb '{rule.Verbs[i]}'", Suggestion.For(rule.Verbs[i], Verbs));
            }
        }
    }

    private static void CheckResources(SettingsReview review, SettingsPath at, AccessRuleSettings rule)
    {
        var schema = SchemaFile.Instance;
        var areBuiltIn = !rule.ApiGroups.IsEmpty && rule.ApiGroups.All(group => schema.Groups.Any(known => known.Name == group));
        if (!areBuiltIn)
        {
            return;
        }

        SchemaResource[] known = [.. schema.Resources.Where(resource => rule.ApiGroups.Contains(resource.Group))];
        for (var i = 0; i < rule.Resources.Length; i++)
        {
            var name = rule.Resources[i].Split('/')[0];
            SchemaResource[] found = [.. known.Where(resource => resource.Plural == name)];
            if (name == All || name.Length == 0 || name.Any(char.IsAsciiLetterUpper))
            {
                continue;
            }

            if (found.Length == 0)
            {
                review.Warn(
                    at.Item(i),
                    $"there is no resource '{name}' in {Describe(rule)}",
                    Suggestion.For(name, [.. known.Select(resource => resource.Plural).Distinct(StringComparer.Ordinal)])
                );
            }
            else if (Array.TrueForAll(found, resource => !resource.IsNamespaced))
            {
                review.Warn(
                    at.Item(i),
                    $"{name} belong to the whole cluster, and these rights apply in the namespace only",
                    "remove it; a cluster administrator can bind a ClusterRole to the account"
                );
            }
        }
    }

    private static string Describe(AccessRuleSettings rule) =>
        rule.ApiGroups is [var only]
            ? only.Length == 0
                ? "the core group"
                : $"the group '{only}'"
            : "the groups of the rule";
}

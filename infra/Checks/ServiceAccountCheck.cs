using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the names and the rights of ServiceAccounts by the rules of Kubernetes' RBAC.</summary>
internal sealed class ServiceAccountCheck : ISettingsCheck
{
    /// <summary>Verbs whose requests name no object, so that the API server cannot compare the name.</summary>
    private static readonly string[] VerbsWithoutName = ["create", "deletecollection"];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckExisting(service);
            CheckPullSecrets(service);
            CheckToken(service);
            for (var i = 0; i < service.Settings.ServiceAccount.Rules.Length; i++)
            {
                CheckRule(service, service.At("serviceAccount", "rules").Item(i), service.Settings.ServiceAccount.Rules[i]);
            }
        }
    }

    private static void CheckExisting(ServiceUnderReview service)
    {
        var account = service.Settings.ServiceAccount;
        if (account.Existing is not { } existing)
        {
            return;
        }

        if (!KubernetesNames.IsSubdomain(existing))
        {
            service.Reject(
                service.At("serviceAccount", "existing"),
                $"'{existing}' is not a valid name of a ServiceAccount",
                "use lower-case letters, digits, '-' and '.'"
            );
        }

        (string Key, bool IsSet)[] ofOwn = [("annotations", account.Annotations.Count > 0), ("pullSecrets", !account.PullSecrets.IsEmpty)];
        foreach (var (key, _) in ofOwn.Where(setting => setting.IsSet))
        {
            service.Reject(
                service.At("serviceAccount", key),
                $"the existing account '{existing}' is not changed",
                "remove it, or remove 'existing' for an account of its own"
            );
        }
    }

    private static void CheckPullSecrets(ServiceUnderReview service)
    {
        var secrets = service.Settings.ServiceAccount.PullSecrets;
        if (!secrets.IsEmpty && !service.Review.Settings.Images.PullSecrets.IsEmpty)
        {
            service.Reject(
                service.At("serviceAccount", "pullSecrets"),
                "Kubernetes ignores them, because the pods have those of 'images.pullSecrets'",
                "add them to 'images.pullSecrets', or remove that setting"
            );
        }

        for (var i = 0; i < secrets.Length; i++)
        {
            if (!KubernetesNames.IsSubdomain(secrets[i]))
            {
                service.Reject(
                    service.At("serviceAccount", "pullSecrets").Item(i),
                    $"'{secrets[i]}' is not a valid name of a Secret",
                    "use lower-case letters, digits, '-' and '.'"
                );
            }
        }
    }

    private static void CheckToken(ServiceUnderReview service)
    {
        if (service.Settings.ServiceAccount is { Token: false, Rules.IsEmpty: false })
        {
            service.Review.Warn(
                service.At("serviceAccount", "token"),
                "without a token the pods cannot use the rights of 'rules'",
                "remove 'token: false', unless the pods get a token in another way"
            );
        }
    }

    private static void CheckRule(ServiceUnderReview service, SettingsPath at, AccessRuleSettings rule)
    {
        (string Key, ImmutableArray<string> Values, string Example)[] lists =
        [
            ("apiGroups", rule.ApiGroups, "[\"\"] for the core group"),
            ("resources", rule.Resources, "[pods]"),
            ("verbs", rule.Verbs, "[get, list, watch]"),
        ];
        foreach (var (key, _, example) in lists.Where(list => list.Values.IsEmpty))
        {
            service.Reject(at.Key(key), "the list is empty, and Kubernetes needs at least one entry", $"write {example}");
        }

        foreach (var (resource, i) in rule.Resources.Select((resource, i) => (resource, i)))
        {
            if (resource.StartsWith('/'))
            {
                service.Reject(
                    at.Key("resources").Item(i),
                    $"'{resource}' is a path, which rights in a namespace cannot contain",
                    "write a resource in the plural, such as pods"
                );
            }
            else if (resource.Any(char.IsAsciiLetterUpper))
            {
                service.Reject(
                    at.Key("resources").Item(i),
                    $"'{resource}' is not a resource: the API server's names are in lower case",
                    $"write {resource.ToLowerInvariant()}, in the plural"
                );
            }
        }

        if (!rule.ResourceNames.IsEmpty && rule.Verbs.FirstOrDefault(VerbsWithoutName.Contains) is { } verb)
        {
            service.Review.Warn(
                at.Key("resourceNames"),
                $"the verb '{verb}' cannot be limited to names, so this rule does not grant it",
                $"write a rule of its own for '{verb}'"
            );
        }
    }
}

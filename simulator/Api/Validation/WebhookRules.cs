using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the configurations of admission webhooks.</summary>
internal static class WebhookRules
{
    private static readonly string[] _sideEffects = ["None", "NoneOnDryRun"];

    public static void CheckValidating(Candidate candidate) => Check(candidate, isMutating: false);

    public static void CheckMutating(Candidate candidate) => Check(candidate, isMutating: true);

    private static void Check(Candidate candidate, bool isMutating)
    {
        var hooks = candidate.Body.Objects("webhooks").ToList();
        var old = candidate.Current?.Body.Objects("webhooks").ToList();
        var conditionsAreUnchanged =
            old is not null
            && old.Count == hooks.Count
            && hooks.Zip(old).All(pair => JsonNode.DeepEquals(pair.First["matchConditions"], pair.Second["matchConditions"]));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, hook) in hooks.Index())
        {
            var path = $"webhooks[{index}]";
            CheckHook(hook, isMutating, path, candidate.Errors);
            if (!conditionsAreUnchanged)
            {
                MatchConditionRules.Check(hook.Array("matchConditions"), hasParams: false, $"{path}.matchConditions", candidate.Errors);
            }

            CheckReviewVersions(hook, $"{path}.admissionReviewVersions", candidate.Errors);
            if (hook.Text("name") is { Length: > 0 } name && !names.Add(name))
            {
                candidate.Errors.Duplicate($"{path}.name", name);
            }
        }
    }

    private static void CheckHook(JsonObject hook, bool isMutating, string path, FieldErrors errors)
    {
        CheckName(hook.Text("name") ?? "", $"{path}.name", errors);
        foreach (var (index, rule) in hook.Objects("rules").Index())
        {
            MatchRules.CheckRule(rule, $"{path}.rules[{index}]", errors);
        }

        MatchRules.CheckOneOf(hook, "failurePolicy", path, errors, "Fail", "Ignore");
        MatchRules.CheckOneOf(hook, "matchPolicy", path, errors, "Equivalent", "Exact");
        if (hook.Text("sideEffects") is null)
        {
            errors.Required($"{path}.sideEffects", $"must specify one of {string.Join(", ", _sideEffects)}");
        }
        else
        {
            MatchRules.CheckOneOf(hook, "sideEffects", path, errors, _sideEffects);
        }

        if (hook.Number("timeoutSeconds") is { } timeout and (< 1 or > 30))
        {
            errors.Invalid($"{path}.timeoutSeconds", timeout, "the timeout value must be between 1 and 30 seconds");
        }

        MatchRules.CheckSelectors(hook, path, errors);
        if (isMutating)
        {
            MatchRules.CheckOneOf(hook, "reinvocationPolicy", path, errors, "IfNeeded", "Never");
        }

        WebhookClients.Check(hook.Map("clientConfig") ?? [], $"{path}.clientConfig", "exactly one of url or service is required", errors);
    }

    private static void CheckName(string name, string path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path);
        }
        else if (ObjectNames.SubdomainProblems(name).ToList() is { Count: > 0 } problems)
        {
            errors.Invalid(path, name, string.Join(',', problems));
        }
        else if (name.Split('.').Length < 3)
        {
            errors.Invalid(path, name, "should be a domain with at least three segments separated by dots");
        }
    }

    private static void CheckReviewVersions(JsonObject hook, string path, FieldErrors errors)
    {
        if (hook.Array("admissionReviewVersions") is { Count: > 0 } versions)
        {
            ReviewVersions.Check(versions, path, errors);
        }
        else
        {
            errors.Required(path, $"must specify one of {string.Join(", ", ReviewVersions.Known)}");
        }
    }
}

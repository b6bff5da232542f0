using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the affinity of pods.</summary>
internal static class AffinityRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    public static void Check(JsonObject? affinity, string path, FieldErrors errors)
    {
        var nodes = affinity.Map("nodeAffinity");
        if (nodes.Map(Required) is { } required)
        {
            NodeSelectorRules.Check(required, $"{path}.nodeAffinity.{Required}", errors);
        }

        foreach (var (index, preference) in nodes.Objects(Preferred).Index())
        {
            var at = $"{path}.nodeAffinity.{Preferred}[{index}]";
            CheckWeight(preference, at, errors);
            NodeSelectorRules.CheckTerm(preference.Map("preference"), $"{at}.preference", checksValues: false, errors);
        }
        foreach (var list in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            CheckPods(affinity.Map(list), $"{path}.{list}", errors);
        }
    }

    private static void CheckPods(JsonObject? affinity, string path, FieldErrors errors)
    {
        foreach (var (index, term) in affinity.Objects(Required).Index())
        {
            CheckTerm(term, $"{path}.{Required}[{index}]", errors);
        }

        foreach (var (index, weighted) in affinity.Objects(Preferred).Index())
        {
            CheckWeight(weighted, $"{path}.{Preferred}[{index}]", errors);
            CheckTerm(weighted.Map("podAffinityTerm") ?? [], $"{path}.{Preferred}[{index}].podAffinityTerm", errors);
        }
    }

    private static void CheckWeight(JsonObject weighted, string path, FieldErrors errors)
    {
        if ((weighted.Number("weight") ?? 0) is var weight and (<= 0 or > 100))
        {
            errors.Invalid($"{path}.weight", weight, "must be in the range 1-100");
        }
    }

    private static void CheckTerm(JsonObject term, string path, FieldErrors errors)
    {
        LabelRules.CheckSelector(term.Map("labelSelector"), $"{path}.labelSelector", errors);
        LabelRules.CheckSelector(term.Map("namespaceSelector"), $"{path}.namespaceSelector", errors);
        foreach (var name in (term.Array("namespaces") ?? []).Select(item => item?.ToString() ?? ""))
        {
            errors.InvalidAll($"{path}.namespace", name, ObjectNames.LabelProblems(name));
        }

        CheckLabelKeys(term, path, errors);
        var key = term.Text("topologyKey") ?? "";
        if (key.Length == 0)
        {
            errors.Required($"{path}.topologyKey", "can not be empty");
        }

        errors.InvalidAll($"{path}.topologyKey", key, ObjectNames.LabelKeyProblems(key));
    }

    private static void CheckLabelKeys(JsonObject term, string path, FieldErrors errors)
    {
        var selector = term.Map("labelSelector");
        foreach (var list in (ReadOnlySpan<string>)["matchLabelKeys", "mismatchLabelKeys"])
        {
            CheckLabelKeys(term.Array(list), selector, $"{path}.{list}", errors);
        }

        var keys = (term.Array("matchLabelKeys") ?? []).Select(item => item?.ToString() ?? "").ToList();
        var selected = (selector.Map("matchLabels") ?? []).Select(entry => entry.Key).ToHashSet();
        foreach (var key in selector.Objects("matchExpressions").Select(expression => expression.Text("key") ?? ""))
        {
            if (!selected.Add(key) && keys.LastIndexOf(key) is var index and >= 0)
            {
                errors.Invalid($"{path}[{index}]", key, "exists in both matchLabelKeys and labelSelector");
            }
        }

        var mismatched = (term.Array("mismatchLabelKeys") ?? []).Select(item => item?.ToString() ?? "").ToHashSet();
        foreach (var (index, key) in keys.Index().Where(entry => mismatched.Contains(entry.Item)))
        {
            errors.Invalid($"{path}.matchLabelKeys[{index}]", key, "exists in both matchLabelKeys and mismatchLabelKeys");
        }
    }

    private static void CheckLabelKeys(JsonArray? keys, JsonObject? selector, string path, FieldErrors errors)
    {
        if (keys is null or { Count: 0 })
        {
            return;
        }

        if (selector is null)
        {
            errors.Forbidden(path, "must not be specified when labelSelector is not set");
            return;
        }

        foreach (var (index, item) in keys.Index())
        {
            var key = item?.ToString() ?? "";
            errors.InvalidAll($"{path}[{index}]", key, ObjectNames.LabelKeyProblems(key));
        }
    }
}

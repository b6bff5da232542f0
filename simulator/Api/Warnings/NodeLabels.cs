using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about deprecated labels of nodes.</summary>
internal static class NodeLabels
{
    private static readonly Dictionary<string, string> _deprecated = new()
    {
        ["beta.kubernetes.io/arch"] = "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        ["beta.kubernetes.io/os"] = "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        ["failure-domain.beta.kubernetes.io/region"] = "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        ["failure-domain.beta.kubernetes.io/zone"] = "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        ["beta.kubernetes.io/instance-type"] = "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
    };

    public static void AddForSelector(JsonObject? selector, string path, List<string> warnings)
    {
        foreach (var (key, _) in selector ?? [])
        {
            if (_deprecated.TryGetValue(key, out var reason))
            {
                warnings.Add($"{path}[{key}]: {reason}");
            }
        }
    }

    public static void AddForAffinity(JsonObject? affinity, string path, List<string> warnings)
    {
        const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
        const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        foreach (var (index, term) in affinity.Objects(Required, "nodeSelectorTerms").Index())
        {
            AddForTerm(term, $"{path}.{Required}.nodeSelectorTerms[{index}]", warnings);
        }

        foreach (var (index, term) in affinity.Objects(Preferred).Index())
        {
            var at = $"{path}.{Preferred}[{index}].preference";
            AddForTerm(term.Map("preference"), at, warnings);
            AddForValues(term.Map("preference"), at, warnings);
        }
    }

    public static void AddForKey(string key, string path, List<string> warnings)
    {
        if (_deprecated.TryGetValue(key, out var reason))
        {
            warnings.Add($"{path}: {key} is {reason}");
        }
    }

    private static void AddForTerm(JsonObject? term, string path, List<string> warnings)
    {
        foreach (var (index, expression) in term.Objects("matchExpressions").Index())
        {
            AddForKey(expression.Text("key") ?? "", $"{path}.matchExpressions[{index}].key", warnings);
        }
    }

    /// <summary>Warns about values that no label can have. A required term with such a value is invalid.</summary>
    private static void AddForValues(JsonObject? term, string path, List<string> warnings)
    {
        foreach (var (index, expression) in term.Objects("matchExpressions").Index())
        {
            foreach (var (number, value) in (expression.Array("values") ?? []).Index())
            {
                var text = value?.ToString() ?? "";
                foreach (var problem in ObjectNames.LabelValueProblems(text))
                {
                    warnings.Add($"{path}.matchExpressions[{index}].values[{number}]: {text} is invalid, {problem}");
                }
            }
        }
    }
}

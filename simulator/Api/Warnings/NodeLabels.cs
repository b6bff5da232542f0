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
        ["app.kubernetes.io/created-by"] = "deprecated since v1.9",
        ["scheduler.alpha.kubernetes.io/preferAvoidPods"] = "deprecated since v1.22; use Taints and Tolerations instead",
        ["node-role.kubernetes.io/master"] = "use \"node-role.kubernetes.io/control-plane\" instead",
    };

    public static void AddForSelector(JsonObject? selector, string path, List<string> warnings)
    {
        foreach (var (key, _) in selector ?? [])
        {
            AddIfDeprecated(key, $"{path}[{key}]", warnings);
        }
    }

    public static void AddForAffinity(JsonObject? affinity, string path, List<string> warnings)
    {
        const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
        const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        AddForTerms(affinity.Map(Required), $"{path}.{Required}", warnings);
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

    /// <summary>Warns about the labels in a selector of labels.</summary>
    public static void AddForLabelSelector(JsonObject? selector, string path, List<string> warnings)
    {
        AddForTerm(selector, path, warnings);
        foreach (var (label, _) in selector.Map("matchLabels") ?? [])
        {
            AddIfDeprecated(label, $"{path}.matchLabels.{label}", warnings);
        }
    }

    /// <summary>Warns about the labels that a storage class or runtime class names.</summary>
    public static void AddForClass(JsonObject body, List<string> warnings)
    {
        foreach (var (index, topology) in body.Objects("allowedTopologies").Index())
        {
            foreach (var (number, expression) in topology.Objects("matchLabelExpressions").Index())
            {
                AddIfDeprecated(expression.Text("key"), $"allowedTopologies[{index}].matchLabelExpressions[{number}].key", warnings);
            }
        }

        foreach (var (label, _) in body.Map("scheduling", "nodeSelector") ?? [])
        {
            AddIfDeprecated(label, "scheduling.nodeSelector", warnings);
        }
    }

    /// <summary>Warns about the labels in the terms of a selector of nodes.</summary>
    public static void AddForTerms(JsonObject? selector, string path, List<string> warnings)
    {
        foreach (var (index, term) in selector.Objects("nodeSelectorTerms").Index())
        {
            AddForTerm(term, $"{path}.nodeSelectorTerms[{index}]", warnings);
        }
    }

    private static void AddIfDeprecated(string? label, string path, List<string> warnings)
    {
        if (_deprecated.TryGetValue(label ?? "", out var reason))
        {
            warnings.Add($"{path}: {reason}");
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

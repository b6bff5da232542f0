using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers;

/// <summary>Label selectors in the form that Kubernetes' messages show.</summary>
internal static class SelectorText
{
    /// <summary>Formats a selector; "nil" if there is none.</summary>
    public static string Format(JsonObject? selector)
    {
        if (selector is null)
        {
            return "nil";
        }

        var labels = selector.TextMap("matchLabels").OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}: {l.Value},");
        var expressions = selector
            .Objects("matchExpressions")
            .Select(e =>
                $"LabelSelectorRequirement{{Key:{e.Text("key")},Operator:{e.Text("operator")},"
                + $"Values:[{string.Join(' ', e.Array("values")?.Select(v => v?.ToString()) ?? [])}],}},"
            );
        return $"&LabelSelector{{MatchLabels:map[string]string{{{string.Concat(labels)}}},"
            + $"MatchExpressions:[]LabelSelectorRequirement{{{string.Concat(expressions)}}},}}";
    }
}

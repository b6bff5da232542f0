using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>
/// Merges the labels that <c>matchLabelKeys</c> and <c>mismatchLabelKeys</c> name into the selectors of a new pod's affinity terms and
/// topology spread constraints, with the values that the pod has at its creation.
/// </summary>
internal static class PodLabelKeys
{
    private static readonly string[] _terms =
    [
        "preferredDuringSchedulingIgnoredDuringExecution",
        "requiredDuringSchedulingIgnoredDuringExecution",
    ];

    /// <summary>Merges the labels of a pod into its selectors.</summary>
    public static void Merge(JsonObject pod)
    {
        var labels = pod.TextMap("metadata", "labels");
        foreach (var affinity in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            foreach (var term in _terms.SelectMany(list => pod.Objects("spec", "affinity", affinity, list)))
            {
                Merge(term.Map("podAffinityTerm") ?? term, labels);
            }
        }

        foreach (var constraint in pod.Objects("spec", "topologySpreadConstraints"))
        {
            Merge(constraint, labels);
        }
    }

    // A missing selector selects nothing, whatever the labels.
    private static void Merge(JsonObject term, IReadOnlyDictionary<string, string> labels)
    {
        if (term.Map("labelSelector") is not { } selector)
        {
            return;
        }

        var added = Require(term, "matchLabelKeys", "In", labels).Concat(Require(term, "mismatchLabelKeys", "NotIn", labels)).ToList();
        if (added.Count > 0)
        {
            selector["matchExpressions"] = new JsonArray([
                .. selector.Objects("matchExpressions").Concat(added).Select(e => e.DeepClone()),
            ]);
        }
    }

    private static IEnumerable<JsonObject> Require(
        JsonObject term,
        string field,
        string match,
        IReadOnlyDictionary<string, string> labels
    ) =>
        (term.Array(field) ?? [])
            .Select(key => key?.ToString() ?? "")
            .Where(labels.ContainsKey)
            .Select(key => new JsonObject
            {
                ["key"] = key,
                ["operator"] = match,
                ["values"] = new JsonArray(labels[key]),
            });
}

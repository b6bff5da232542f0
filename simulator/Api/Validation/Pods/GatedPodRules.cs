using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>While a pod has scheduling gates, updates may restrict the nodes further.</summary>
internal static class GatedPodRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";

    /// <summary>Checks the changes, and takes them back in <paramref name="spec"/>.</summary>
    public static void Check(JsonObject before, JsonObject spec, FieldErrors errors)
    {
        CheckNodeSelector(before.Map("nodeSelector"), spec.Map("nodeSelector"), errors);
        PodUpdateRules.Take(before, spec, "nodeSelector");
        var (previous, affinity) = (before.Map("affinity", "nodeAffinity"), spec.Map("affinity", "nodeAffinity"));
        if (JsonNode.DeepEquals(previous, affinity))
        {
            return;
        }

        CheckAffinity(previous, affinity, errors);
        TakeBack(before, spec, previous);
    }

    private static void CheckNodeSelector(JsonObject? before, JsonObject? after, FieldErrors errors)
    {
        if ((before ?? []).Any(entry => !JsonNode.DeepEquals(after?[entry.Key], entry.Value)))
        {
            errors.Invalid(
                "spec.nodeSelector",
                after?.Clone(),
                "only additions to spec.nodeSelector are allowed (no mutations or deletions)"
            );
        }
    }

    private static void CheckAffinity(JsonObject? before, JsonObject? after, FieldErrors errors)
    {
        const string Path = $"spec.affinity.nodeAffinity.{Required}.nodeSelectorTerms";
        var (old, terms) = (before.Objects(Required, "nodeSelectorTerms").ToList(), after.Objects(Required, "nodeSelectorTerms").ToList());
        if (old.Count > 0 && old.Count != terms.Count)
        {
            errors.Invalid(
                Path,
                after is null ? null : InternalForm.Create("NodeAffinity", after),
                "no additions/deletions to non-empty NodeSelectorTerms list are allowed"
            );
            return;
        }

        foreach (var (index, (previous, term)) in old.Zip(terms).Index())
        {
            if (!OnlyAdds(previous, term))
            {
                errors.Invalid(
                    $"{Path}[{index}]",
                    InternalForm.Create("NodeSelectorTerm", term),
                    "only additions are allowed (no mutations or deletions)"
                );
            }
        }
    }

    private static bool OnlyAdds(JsonObject before, JsonObject after)
    {
        var wasEmpty = IsEmpty(before);
        return wasEmpty ? IsEmpty(after) : StartsWith(before, after, "matchExpressions") && StartsWith(before, after, "matchFields");
    }

    private static bool IsEmpty(JsonObject term) =>
        term.Array("matchExpressions") is null or { Count: 0 } && term.Array("matchFields") is null or { Count: 0 };

    private static bool StartsWith(JsonObject before, JsonObject after, string field)
    {
        var old = before.Objects(field).ToList();
        var items = after.Objects(field).Take(old.Count).ToList();
        return items.Count == old.Count && old.Zip(items).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
    }

    private static void TakeBack(JsonObject before, JsonObject spec, JsonObject? previous)
    {
        if (spec.Map("affinity") is not { } affinity)
        {
            spec["affinity"] = new JsonObject { ["nodeAffinity"] = previous?.Clone() };
        }
        else if (before.Map("affinity") is null && affinity.Map("podAffinity") is null && affinity.Map("podAntiAffinity") is null)
        {
            spec.Remove("affinity");
        }
        else
        {
            PodUpdateRules.Take(before.Map("affinity") ?? [], affinity, "nodeAffinity");
        }
    }
}

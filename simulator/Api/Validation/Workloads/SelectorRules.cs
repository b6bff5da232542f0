using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Workloads;

/// <summary>Validation rules for the selectors of workloads.</summary>
internal static class SelectorRules
{
    /// <summary>Checks a selector that must be present and not empty.</summary>
    /// <returns>Whether the selector can be evaluated.</returns>
    public static bool CheckPresent(JsonObject? selector, string kindName, FieldErrors errors)
    {
        if (selector is null)
        {
            errors.Required("spec.selector");
            return true;
        }

        var isValid = CheckForm(selector, errors);
        CheckNotEmpty(selector, kindName, errors);
        return isValid;
    }

    /// <returns>Whether the selector can be evaluated.</returns>
    public static bool CheckForm(JsonObject? selector, FieldErrors errors)
    {
        var before = errors.Count;
        LabelRules.CheckSelector(selector, "spec.selector", errors);
        return errors.Count == before;
    }

    public static void CheckNotEmpty(JsonObject? selector, string kindName, FieldErrors errors)
    {
        if (selector is not null && IsEmpty(selector))
        {
            errors.Invalid("spec.selector", selector.Clone(), $"empty selector is invalid for {kindName}");
        }
    }

    public static void CheckMatch(JsonObject spec, KubeObject? current, FieldErrors errors)
    {
        if (LabelSelector.FromJson(spec.Map("selector"))?.Matches(spec.TextMap("template", "metadata", "labels")) != true)
        {
            AddMismatch(spec.Map("template"), current, errors);
        }
    }

    /// <param name="template">The template whose labels do not match.</param>
    /// <param name="current">The stored object. An update that removes its labels leaves an empty map, not none.</param>
    /// <param name="errors">Collects the error.</param>
    public static void AddMismatch(JsonObject? template, KubeObject? current, FieldErrors errors)
    {
        var labels = template.Map("metadata", "labels")?.Clone();
        if (labels is null && current?.Spec.Map("template", "metadata", "labels") is { Count: > 0 })
        {
            labels = [];
        }

        errors.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
    }

    public static void CheckUnchanged(Candidate candidate)
    {
        if (candidate.Changes("spec", "selector"))
        {
            candidate.Errors.Invalid("spec.selector", candidate.Spec.Map("selector")?.Clone(), "field is immutable");
        }
    }

    private static bool IsEmpty(JsonObject selector) =>
        selector.Map("matchLabels") is null or { Count: 0 } && selector.Array("matchExpressions") is null or { Count: 0 };
}

using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>Validation rules for jobs.</summary>
internal static class JobRules
{
    private const string UidLabel = "batch.kubernetes.io/controller-uid";
    private const string NameLabel = "batch.kubernetes.io/job-name";
    private const string LegacyUidLabel = "controller-uid";
    private const string LegacyNameLabel = "job-name";

    public static void Check(Candidate candidate)
    {
        CheckGeneratedSelector(candidate);
        CheckSpec(candidate);
        CheckPodNames(candidate);
        if (!candidate.IsNew)
        {
            // Kubernetes validates the job and then its update, so that the causes list an error twice.
            CheckSpec(candidate);
            JobUpdateRules.Check(candidate);
        }
    }

    private static void CheckSpec(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        JobSpecRules.Check(spec, "spec", errors);
        if (spec.Map("selector") is not { } selector)
        {
            errors.Required("spec.selector");
            Workloads.SelectorRules.AddMismatch(spec.Map("template"), candidate.Current, errors);
        }
        else if (Workloads.SelectorRules.CheckForm(selector, errors))
        {
            Workloads.SelectorRules.CheckMatch(spec, candidate.Current, errors);
        }
    }

    /// <summary>A generated selector selects the generated labels of the template, which a user cannot choose.</summary>
    private static void CheckGeneratedSelector(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (spec.Flag("manualSelector") || spec.Map("selector") is not { } selector)
        {
            return;
        }

        var (name, uid) = (candidate.Body.Text("metadata", "name") ?? "", candidate.Body.Text("metadata", "uid") ?? "");
        var labels = spec.Map("template", "metadata", "labels") ?? [];
        var hasPrefixed =
            candidate.Current is not { } current
            || (
                current.Spec.Map("template", "metadata", "labels") is { } before
                && before.ContainsKey(UidLabel)
                && before.ContainsKey(NameLabel)
            );
        var expected = new Dictionary<string, string> { [LegacyUidLabel] = uid, [LegacyNameLabel] = name };
        if (hasPrefixed)
        {
            expected[UidLabel] = uid;
            expected[NameLabel] = name;
        }

        foreach (var (key, value) in expected)
        {
            CheckLabel(labels, key, value, errors);
        }

        var count = errors.Count;
        if (
            Infra.Kubernetes.Selectors.LabelSelector.FromJson(selector) is { } evaluated
            && errors.Count == count
            && !evaluated.Matches(expected)
        )
        {
            errors.Invalid("spec.selector", selector.Clone(), "`selector` not auto-generated");
        }
    }

    private static void CheckLabel(JsonObject labels, string key, string value, FieldErrors errors)
    {
        var path = $"spec.template.metadata.labels[{key}]";
        if (labels.Text(key) is not { } actual)
        {
            errors.Required(path, $"must be '{value}'");
        }
        else if (actual != value)
        {
            errors.Invalid(path, labels.Clone(), $"must be '{value}'");
        }
    }

    /// <summary>The host names of an indexed job's pods end with the index.</summary>
    private static void CheckPodNames(Candidate candidate)
    {
        var completions = candidate.Spec.Number("completions") ?? 0;
        if (candidate.Spec.Text("completionMode") != "Indexed" || completions <= 0)
        {
            return;
        }

        var name = candidate.Body.Text("metadata", "name") ?? "";
        var longest = $"{name}-{completions - 1}";
        if (ObjectNames.LabelProblems(longest).Any())
        {
            candidate.Errors.Invalid("metadata.name", name, $"will not able to create pod with invalid DNS label: {longest}");
        }
    }
}

using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>The fields of a job that an update may change.</summary>
internal static class JobUpdateRules
{
    private const string Immutable = "field is immutable";

    public static void Check(Candidate candidate)
    {
        CheckCompletions(candidate);
        CheckImmutable(candidate, "selector");
        CheckTemplate(candidate);
        foreach (
            var field in (ReadOnlySpan<string>)["completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"]
        )
        {
            CheckImmutable(candidate, field);
        }
    }

    private static void CheckImmutable(Candidate candidate, string field)
    {
        if (!candidate.Changes("spec", field))
        {
            return;
        }

        var value =
            candidate.Spec[field] is JsonObject json && InternalTypeOf(field) is { } type
                ? InternalForm.Create(type, json)
                : candidate.Spec[field]?.DeepClone();
        candidate.Errors.Invalid($"spec.{field}", value, Immutable);
    }

    private static string? InternalTypeOf(string field) =>
        field switch
        {
            "podFailurePolicy" => "PodFailurePolicy",
            "successPolicy" => "SuccessPolicy",
            _ => null,
        };

    /// <summary>The completions of an indexed job may change together with its parallelism.</summary>
    private static void CheckCompletions(Candidate candidate)
    {
        if (!candidate.Changes("spec", "completions"))
        {
            return;
        }

        var completions = candidate.Spec.Number("completions");
        if (candidate.Spec.Text("completionMode") != "Indexed")
        {
            candidate.Errors.Invalid("spec.completions", completions, Immutable);
        }
        else if (completions is not null && completions != candidate.Spec.Number("parallelism"))
        {
            candidate.Errors.Invalid("spec.completions", completions, "can only be modified in tandem with spec.parallelism");
        }
    }

    private static void CheckTemplate(Candidate candidate)
    {
        if (!candidate.Changes("spec", "template"))
        {
            return;
        }

        var template = candidate.Spec.Map("template") ?? [];
        var before = candidate.Current!.Spec.Map("template")?.Clone() ?? [];
        if (IsSuspended(candidate.Current))
        {
            TakeMutableFields(template, before);
        }

        if (!PodUpdateRules.AreEqual("PodTemplateSpec", before, template))
        {
            candidate.Errors.Invalid("spec.template", InternalForm.Create("PodTemplateSpec", template), Immutable);
        }
    }

    private static bool IsSuspended(KubeObject job) =>
        job.Spec.Flag("suspend")
        && (job.Status.Number("active") ?? 0) == 0
        && (!job.Status.ContainsKey("startTime") || job.Status.HasCondition("Suspended"));

    private static void TakeMutableFields(JsonObject template, JsonObject before)
    {
        var (spec, old) = (template.Map("spec") ?? [], before.GetOrAddObject("spec"));
        foreach (var field in (ReadOnlySpan<string>)["nodeSelector", "tolerations", "schedulingGates"])
        {
            PodUpdateRules.Take(spec, old, field);
        }

        foreach (var field in (ReadOnlySpan<string>)["annotations", "labels"])
        {
            PodUpdateRules.Take(template.Map("metadata") ?? [], before.GetOrAddObject("metadata"), field);
        }

        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (container, stored) in spec.Objects(list).Zip(old.Objects(list)))
            {
                PodUpdateRules.Take(container, stored, "resources");
            }
        }

        TakeNodeAffinity(spec, old);
    }

    private static void TakeNodeAffinity(JsonObject spec, JsonObject old)
    {
        var affinity = spec.Map("affinity");
        if (affinity is null && old.Map("affinity") is { } stored)
        {
            stored.Remove("nodeAffinity");
            if (stored.Count == 0)
            {
                old.Remove("affinity");
            }
        }
        else if (affinity is not null)
        {
            PodUpdateRules.Take(affinity, old.GetOrAddObject("affinity"), "nodeAffinity");
        }
    }
}

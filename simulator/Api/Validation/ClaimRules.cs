using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for PersistentVolumeClaims.</summary>
internal static class ClaimRules
{
    private const string BetaClass = "volume.beta.kubernetes.io/storage-class";

    public static void CheckClaim(Candidate candidate)
    {
        CheckSpec(candidate.Spec, candidate.Current?.Spec, "spec", candidate.Errors);
        if (candidate.Current is { } current)
        {
            CheckUpdate(candidate, current);
        }
    }

    /// <summary>Checks the specification of a claim or of a template of one.</summary>
    public static void CheckSpec(JsonObject spec, JsonObject? before, string path, FieldErrors errors)
    {
        var modes = (spec.Array("accessModes") ?? []).Select(mode => mode?.ToString() ?? "").ToList();
        if (modes.Count == 0)
        {
            errors.Required($"{path}.accessModes", "at least 1 access mode is required");
        }

        LabelRules.CheckSelector(spec.Map("selector"), $"{path}.selector", errors);
        PersistentVolumeRules.CheckModeNames(modes, path, errors);
        CheckStorage(spec.Map("resources", "requests")?["storage"], $"{path}.resources[storage]", errors);
        if (spec.Text("storageClassName") is { Length: > 0 } name)
        {
            errors.InvalidAll($"{path}.storageClassName", name, ObjectNames.SubdomainProblems(name));
        }

        if (spec.Text("volumeMode") is { } mode)
        {
            errors.CheckSupported($"{path}.volumeMode", mode, isRequired: false, "Block", "Filesystem");
        }

        CheckSources(spec, before, path, errors);
        if (spec.Text("volumeAttributesClassName") is { Length: > 0 } attributes)
        {
            errors.InvalidAll($"{path}.volumeAttributesClassName", attributes, ObjectNames.SubdomainProblems(attributes));
        }
    }

    private static void CheckStorage(JsonNode? storage, string path, FieldErrors errors)
    {
        if (storage is null)
        {
            errors.Required(path);
            return;
        }

        var amount = Quantity.FromJson(storage);
        if (amount <= Quantity.Zero)
        {
            errors.Invalid(path, storage.DeepClone(), "must be greater than zero");
        }
    }

    private static void CheckSources(JsonObject spec, JsonObject? before, string path, FieldErrors errors)
    {
        var toleratesGroups = before.Text("dataSource", "apiGroup") is not null || before.Text("dataSourceRef", "apiGroup") is not null;
        var (source, reference) = (spec.Map("dataSource"), spec.Map("dataSourceRef"));
        if (source is not null)
        {
            CheckSource(source, toleratesGroups, $"{path}.dataSource", errors);
        }

        if (reference is not null)
        {
            CheckSource(reference, toleratesGroups, $"{path}.dataSourceRef", errors);
            if (reference.Text("namespace") is { Length: > 0 } name)
            {
                errors.InvalidAll($"{path}.dataSourceRef.namespace", name, ObjectNames.LabelProblems(name));
            }
        }

        if (source is null || reference is null)
        {
            return;
        }

        if (reference.Text("namespace") is { Length: > 0 })
        {
            errors.Invalid(path, new JsonObject(), "may not be specified when dataSourceRef.namespace is specified");
        }
        else if (new[] { "apiGroup", "kind", "name" }.Any(field => source.Text(field) != reference.Text(field)))
        {
            errors.Invalid(path, new JsonObject(), "must match dataSourceRef");
        }
    }

    private static void CheckSource(JsonObject source, bool toleratesGroups, string path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["name", "kind"])
        {
            if (source.Text(field) is null or "")
            {
                errors.Required($"{path}.{field}");
            }
        }

        var group = source.Text("apiGroup") ?? "";
        if (group.Length == 0 && source.Text("kind") != "PersistentVolumeClaim")
        {
            errors.Invalid(path, source.Text("kind") ?? "", "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }

        if (group.Length > 0 && !toleratesGroups)
        {
            errors.InvalidAll($"{path}.apiGroup", group, ObjectNames.SubdomainProblems(group));
        }
    }

    private static void CheckUpdate(Candidate candidate, KubeObject current)
    {
        var (errors, spec) = (candidate.Errors, candidate.Spec);
        var (before, after) = (current.Spec.Clone(), spec.Clone());
        if (before.Text("volumeName") is null or "")
        {
            Copy(after, before, "volumeName");
        }

        CheckClassAnnotation(candidate, before, after, current);
        if (candidate.Body.Text("status", "phase") == "Bound")
        {
            if (after.Map("resources", "requests") is { } requests)
            {
                Copy(before.Map("resources", "requests") ?? [], requests, "storage");
            }

            Copy(before, after, "volumeAttributesClassName");
        }

        if (!JsonNode.DeepEquals(before, after))
        {
            errors.Forbidden(
                "spec",
                "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                    + InternalDifference.Describe("PersistentVolumeClaimSpec", before, after)
            );
        }

        CheckShrinkage(current, spec, errors);
        if (candidate.Changes("spec", "volumeMode"))
        {
            errors.Invalid("volumeMode", spec["volumeMode"]?.DeepClone(), "field is immutable");
        }

        if (
            candidate.Changes("spec", "volumeAttributesClassName")
            && current.Status.ContainsKey("currentVolumeAttributesClassName")
            && spec.Text("volumeAttributesClassName") is null or ""
        )
        {
            var to = spec.ContainsKey("volumeAttributesClassName") ? "empty string" : "nil";
            errors.Forbidden(
                "spec.volumeAttributesClassName",
                $"update to {to} is forbidden when status.currentVolumeAttributesClassName is not nil"
            );
        }
    }

    /// <summary>A storage class may be set once, and moved from the old annotation to the field.</summary>
    private static void CheckClassAnnotation(Candidate candidate, JsonObject before, JsonObject after, KubeObject current)
    {
        var (oldAnnotation, newAnnotation) = (
            current.Annotations.GetValueOrDefault(BetaClass),
            candidate.Body.Text("metadata", "annotations", BetaClass)
        );
        var (oldClass, newClass) = (before.Text("storageClassName"), after.Text("storageClassName"));
        if (oldAnnotation is not null && oldClass is null && newClass == oldAnnotation && (newAnnotation ?? oldAnnotation) == oldAnnotation)
        {
            after.Remove("storageClassName");
            return;
        }

        if (newAnnotation != oldAnnotation)
        {
            candidate.Errors.Invalid($"metadata.annotations[{BetaClass}]", newAnnotation ?? "", "field is immutable");
        }

        if (newClass is not null && oldClass is null && (oldAnnotation is null || newClass == oldAnnotation))
        {
            after.Remove("storageClassName");
        }
    }

    /// <summary>A request may shrink only while the volume has not grown to it.</summary>
    private static void CheckShrinkage(KubeObject current, JsonObject spec, FieldErrors errors)
    {
        var (before, after) = (Amount(current.Spec.Map("resources", "requests")), Amount(spec.Map("resources", "requests")));
        if (after < before && after <= Amount(current.Status.Map("capacity")))
        {
            errors.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
        }
    }

    private static Quantity Amount(JsonObject? amounts) => amounts?["storage"] is { } storage ? Quantity.FromJson(storage) : Quantity.Zero;

    private static void Copy(JsonObject from, JsonObject to, string field)
    {
        to.Remove(field);
        if (from[field] is { } value)
        {
            to[field] = value.DeepClone();
        }
    }
}

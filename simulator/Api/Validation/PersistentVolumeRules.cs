using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for PersistentVolumes.</summary>
internal static class PersistentVolumeRules
{
    private static readonly string[] _modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    public static void CheckVolume(Candidate candidate)
    {
        CheckSpec(candidate.Spec, "spec", isInline: false, candidate.Errors);
        if (candidate.Current is { } current)
        {
            // Kubernetes checks an updated volume twice, and reports its errors twice.
            CheckSpec(candidate.Spec, "spec", isInline: false, candidate.Errors);
            CheckUpdate(candidate, current);
        }
    }

    /// <summary>Checks the specification of a volume, or of one inside an attachment.</summary>
    public static void CheckSpec(JsonObject spec, string path, bool isInline, FieldErrors errors)
    {
        if (isInline)
        {
            CheckInline(spec, path, errors);
        }

        CheckModes(spec, path, "", errors);
        if (!isInline)
        {
            CheckCapacity(spec.Map("capacity") ?? [], $"{path}.capacity", errors);
            if (spec.Text("persistentVolumeReclaimPolicy") is { Length: > 0 } policy)
            {
                errors.CheckSupported($"{path}.persistentVolumeReclaimPolicy", policy, isRequired: false, "Delete", "Recycle", "Retain");
            }

            CheckAffinity(spec, path, errors);
        }
        else
        {
            CheckInlinePolicy(spec, path, errors);
        }

        PersistentVolumeSourceRules.Check(spec, path, errors);
        if (
            spec.Text("hostPath", "path") is { Length: > 0 } directory
            && directory.Trim('/').Length == 0
            && spec.Text("persistentVolumeReclaimPolicy") == "Recycle"
        )
        {
            errors.Forbidden($"{path}.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
        }

        if (isInline)
        {
            CheckInlineClasses(spec, path, errors);
        }
        else
        {
            CheckClasses(spec, path, errors);
        }
    }

    /// <summary>Checks the access modes of a volume or claim.</summary>
    public static void CheckModes(JsonObject spec, string path, string requirement, FieldErrors errors)
    {
        var modes = (spec.Array("accessModes") ?? []).Select(mode => mode?.ToString() ?? "").ToList();
        if (modes.Count == 0)
        {
            errors.Required($"{path}.accessModes", requirement);
        }

        CheckModeNames(modes, path, errors);
    }

    public static void CheckModeNames(List<string> modes, string path, FieldErrors errors)
    {
        foreach (var mode in modes.Where(mode => !_modes.Contains(mode)))
        {
            errors.NotSupported($"{path}.accessModes", mode, _modes);
        }

        if (modes.Contains("ReadWriteOncePod") && modes.Any(mode => mode != "ReadWriteOncePod" && _modes.Contains(mode)))
        {
            errors.Forbidden($"{path}.accessModes", "may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void CheckInline(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["claimRef", "capacity"])
        {
            if (spec[field] is JsonObject value && (field == "claimRef" || value.Count > 0))
            {
                errors.Forbidden($"{path}.{field}", "may not be specified in the context of inline volumes");
            }
        }

        if (spec.Map("csi") is null)
        {
            errors.Required($"{path}.csi", "has to be specified in the context of inline volumes");
        }
    }

    private static void CheckInlinePolicy(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Text("persistentVolumeReclaimPolicy") is { Length: > 0 } and not "Retain")
        {
            errors.Forbidden($"{path}.persistentVolumeReclaimPolicy", "may only be Retain in the context of inline volumes");
        }

        if (spec.ContainsKey("nodeAffinity"))
        {
            errors.Forbidden($"{path}.nodeAffinity", "may not be specified in the context of inline volumes");
        }
    }

    private static void CheckInlineClasses(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Text("storageClassName") is { Length: > 0 })
        {
            errors.Forbidden($"{path}.storageClassName", "may not be specified in the context of inline volumes");
        }

        if (spec.Text("volumeMode") is { } and not "Filesystem")
        {
            errors.Forbidden($"{path}.volumeMode", "may not specify volumeMode other than Filesystem in the context of inline volumes");
        }
    }

    private static void CheckCapacity(JsonObject capacity, string path, FieldErrors errors)
    {
        if (capacity.Count == 0)
        {
            errors.Required(path);
        }

        if (!capacity.ContainsKey("storage") || capacity.Count > 1)
        {
            errors.NotSupported(path, capacity.Count == 0 ? null : capacity.Clone(), "storage");
        }

        foreach (var (name, amount) in capacity)
        {
            var at = $"{path}[{name}]";
            if (Quantity.FromJson(amount) < Quantity.Zero)
            {
                errors.Invalid(at, Quantity.FromJson(amount).WholeValue, "must be a valid resource quantity");
            }

            if (Quantity.FromJson(amount) <= Quantity.Zero)
            {
                errors.Invalid(at, amount?.DeepClone(), "must be greater than zero");
            }
        }
    }

    private static void CheckAffinity(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Map("nodeAffinity") is not { } affinity)
        {
            return;
        }

        if (affinity.Map("required") is { } required)
        {
            NodeSelectorRules.Check(required, $"{path}.nodeAffinity.required", errors);
        }
        else
        {
            errors.Required($"{path}.nodeAffinity.required", "must specify required node constraints");
        }
    }

    private static void CheckClasses(JsonObject spec, string path, FieldErrors errors)
    {
        if (spec.Text("storageClassName") is { Length: > 0 } name)
        {
            errors.InvalidAll($"{path}.storageClassName", name, ObjectNames.SubdomainProblems(name));
        }

        if (spec.Text("volumeMode") is { } mode)
        {
            errors.CheckSupported($"{path}.volumeMode", mode, isRequired: false, "Block", "Filesystem");
        }

        if (spec.Text("volumeAttributesClassName") is not { } attributes)
        {
            return;
        }

        if (attributes.Length == 0)
        {
            errors.Required($"{path}.volumeAttributesClassName", "an empty string is disallowed");
        }
        else
        {
            errors.InvalidAll($"{path}.volumeAttributesClassName", attributes, ObjectNames.SubdomainProblems(attributes));
        }

        if (spec.Map("csi") is null)
        {
            errors.Required($"{path}.csi", "has to be specified when using volumeAttributesClassName");
        }
    }

    private static void CheckUpdate(Candidate candidate, KubeObject current)
    {
        var (spec, errors) = (candidate.Spec.Clone(), candidate.Errors);
        if (current.Spec.Map("csi") is { } before && !before.ContainsKey("controllerExpandSecretRef"))
        {
            // It may be added once.
            spec.Map("csi")?.Remove("controllerExpandSecretRef");
        }

        const string SourceType = "PersistentVolumeSource";
        if (!JsonNode.DeepEquals(InternalForm.Create(SourceType, current.Spec), InternalForm.Create(SourceType, spec)))
        {
            errors.Forbidden(
                "spec.persistentvolumesource",
                "spec.persistentvolumesource is immutable after creation\n" + InternalDifference.Describe(SourceType, current.Spec, spec)
            );
        }

        if (candidate.Changes("spec", "volumeMode"))
        {
            errors.Invalid("volumeMode", spec["volumeMode"]?.DeepClone(), "field is immutable");
        }

        if (current.Spec.ContainsKey("nodeAffinity") && candidate.Changes("spec", "nodeAffinity"))
        {
            errors.Invalid(
                "nodeAffinity",
                spec.Map("nodeAffinity") is { } affinity ? InternalForm.Create("VolumeNodeAffinity", affinity) : null,
                "field is immutable, except for updating from beta label to GA"
            );
        }

        if (current.Spec.ContainsKey("volumeAttributesClassName") && !spec.ContainsKey("volumeAttributesClassName"))
        {
            errors.Forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden");
        }
    }
}
